package dev.modeldeck.engine.remote.openai;

import static dev.modeldeck.engine.connections.Figure.Measure.ACCEPTED_TOKENS;
import static dev.modeldeck.engine.connections.Figure.Measure.DRAFTED_TOKENS;
import static dev.modeldeck.engine.connections.Figure.Measure.GENERATED_TOKENS;
import static dev.modeldeck.engine.connections.Figure.Measure.GENERATION_SECONDS;
import static dev.modeldeck.engine.connections.Figure.Measure.KV_CACHE_USED;
import static dev.modeldeck.engine.connections.Figure.Measure.PREFIX_CACHE_HITS;
import static dev.modeldeck.engine.connections.Figure.Measure.PROMPT_SECONDS;
import static dev.modeldeck.engine.connections.Figure.Measure.PROMPT_TOKENS;
import static dev.modeldeck.engine.connections.Figure.Measure.REQUESTS_RUNNING;
import static dev.modeldeck.engine.connections.Figure.Measure.REQUESTS_WAITING;

import dev.modeldeck.engine.connections.Capability;
import dev.modeldeck.engine.connections.Figure;
import dev.modeldeck.engine.connections.Recognition;
import dev.modeldeck.engine.connections.Reply;
import dev.modeldeck.engine.connections.ServedModel;
import dev.modeldeck.engine.connections.ServerAction;
import dev.modeldeck.engine.connections.ServerLook;
import dev.modeldeck.engine.connections.Site;
import dev.modeldeck.engine.inference.SettingSpec;
import dev.modeldeck.engine.remote.Facts;
import dev.modeldeck.engine.remote.MetricFigures;
import dev.modeldeck.engine.remote.MetricsPage;
import dev.modeldeck.engine.remote.Query;
import dev.modeldeck.engine.wire.openai.Accepts;
import dev.modeldeck.engine.wire.openai.FormWords;

import tools.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** llama.cpp's server, with one model or, as a router, with several. */
final class LlamaCpp implements Flavour {

    private static final String ROUTER = "router";

    private static final MetricFigures FIGURES =
            MetricFigures.by("model")
                    .with(REQUESTS_RUNNING, "llamacpp:requests_processing")
                    .with(REQUESTS_WAITING, "llamacpp:requests_deferred")
                    .with(PROMPT_TOKENS, "llamacpp:prompt_tokens_total")
                    .with(PROMPT_SECONDS, "llamacpp:prompt_seconds_total")
                    .with(GENERATED_TOKENS, "llamacpp:tokens_predicted_total")
                    .with(GENERATION_SECONDS, "llamacpp:tokens_predicted_seconds_total")
                    .with(KV_CACHE_USED, "llamacpp:kv_cache_usage_ratio")
                    .with(PREFIX_CACHE_HITS, "llamacpp:prompt_tokens_cached_total")
                    .with(DRAFTED_TOKENS, "llamacpp:spec_decode_num_draft_tokens_total")
                    .with(ACCEPTED_TOKENS, "llamacpp:spec_decode_num_accepted_tokens_total");

    @Override
    public String id() {
        return "llamacpp";
    }

    @Override
    public String label() {
        return "llama.cpp";
    }

    @Override
    public List<Integer> ports() {
        return List.of(8080);
    }

    @Override
    public List<SettingSpec> settings() {
        return List.of(Protocol.API);
    }

    @Override
    public Optional<Recognition> recognise(Site site) {
        Optional<Recognition> owned = Protocol.ownedBy(site, "llamacpp");
        if (owned.isPresent()) {
            return owned;
        }
        JsonNode props = Protocol.beside(site).get("/props").found();
        return props.path("default_generation_settings").isObject()
                ? Optional.of(new Recognition("GET /props answered with the settings of llama.cpp"))
                : Optional.empty();
    }

    @Override
    public ServerLook look(Site site) {
        Site server = Protocol.beside(site);
        JsonNode props = server.json("/props");
        boolean router = props.path("role").asString("").equals(ROUTER);
        Set<Capability> capabilities = capabilities(props);
        List<ServedModel> models =
                Protocol.models(site, entry -> model(entry, capabilities, router));
        List<Figure> figures = router ? routed(server, models) : figures(server, props);
        Set<Capability> all = Protocol.with(capabilities, figures);
        if (router) {
            all.add(Capability.LOADING);
        }
        return new ServerLook(
                props.path("build_info").asString(""),
                models,
                all,
                facts(server, props).map(),
                figures);
    }

    @Override
    public Speech speech(Site site) {
        Accepts accepts =
                Accepts.everything()
                        .without("echo", "truncation", "truncate_prompt_tokens", "prompt_name")
                        .calling("repetition_penalty", "repeat_penalty")
                        .forms(FormWords.LLAMA_CPP);
        return Speech.of(accepts).responses(site.setting("api").equals("responses"));
    }

    @Override
    public List<ServerAction> actions() {
        return LlamaCppActions.ALL;
    }

    private static Facts facts(Site server, JsonNode props) {
        Facts facts = new Facts();
        if (props.path("role").asString("").equals(ROUTER)) {
            return facts.add("Role", "router")
                    .add("Models at once", props.path("max_instances"))
                    .flag("Loads by itself", props.path("models_autoload"));
        }
        facts.add("Model file", props.path("model_path"))
                .count("Context of a slot", props.path("default_generation_settings").path("n_ctx"))
                .add("Slots", props.path("total_slots"))
                .add("Slots in use", busy(server, props));
        for (String kind : List.of("vision", "audio", "video")) {
            if (props.path("modalities").path(kind).asBoolean(false)) {
                facts.add("Takes " + kind, "yes");
            }
        }
        return facts.flag("Tools in its template", tools(props))
                .flag("Asleep", props.path("is_sleeping"));
    }

    /** Empty where the server does not tell of its slots. */
    private static String busy(Site server, JsonNode props) {
        JsonNode slots =
                props.path("endpoint_slots").asBoolean(true)
                        ? server.get("/slots").found()
                        : props.path("none");
        if (!slots.isArray()) {
            return "";
        }
        long count =
                slots.valueStream()
                        .filter(slot -> slot.path("is_processing").asBoolean(false))
                        .count();
        return Long.toString(count);
    }

    private static JsonNode tools(JsonNode props) {
        return props.path("chat_template_caps").path("supports_tools");
    }

    private static List<Figure> figures(Site server, JsonNode props) {
        if (!props.path("endpoint_metrics").asBoolean(true)) {
            return List.of();
        }
        return MetricsPage.read(server, "/metrics", FIGURES);
    }

    /** A router has those of each loaded model; to ask for another's would load it. */
    private static List<Figure> routed(Site server, List<ServedModel> models) {
        List<Figure> figures = new ArrayList<>();
        for (ServedModel model : models) {
            if (model.state() == ServedModel.State.READY) {
                String name = Query.encoded(model.name());
                Reply reply = server.get("/metrics?model=" + name);
                if (!reply.ok()) {
                    return List.of();
                }
                FIGURES.of(reply.body())
                        .forEach(told ->
                                figures.add(new Figure(told.key(), model.name(), told.value())));
            }
        }
        return figures;
    }

    /** Its template says whether the model knows tools; older servers do not tell. */
    private static Set<Capability> capabilities(JsonNode props) {
        Set<Capability> all = EnumSet.copyOf(Protocol.FULL);
        if (!tools(props).asBoolean(true)) {
            all.remove(Capability.TOOLS);
        }
        if (props.path("modalities").path("vision").asBoolean(false)) {
            all.add(Capability.VISION);
        }
        return all;
    }

    private static ServedModel model(JsonNode entry, Set<Capability> capabilities, boolean router) {
        JsonNode meta = entry.path("meta");
        Facts facts =
                new Facts()
                        .count("Parameters", meta.path("n_params"))
                        .bytes("Size", meta.path("size"))
                        .add("Weights", meta.path("ftype"))
                        .count("Context", meta.path("n_ctx"))
                        .count("Trained for a context of", meta.path("n_ctx_train"))
                        .count("Context", entry.path("context_length"))
                        .count("Vocabulary", meta.path("n_vocab"));
        List<String> others = new ArrayList<>();
        entry.path("aliases").forEach(alias -> others.add(alias.asString("")));
        others.remove(entry.path("id").asString(""));
        facts.add("Also called", String.join(", ", others));
        Set<Capability> own = EnumSet.copyOf(capabilities);
        if (router) {
            own.add(Capability.LOADING);
        }
        for (JsonNode input : entry.path("architecture").path("input_modalities")) {
            if (input.asString("").equals("image")) {
                own.add(Capability.VISION);
            }
        }
        return new ServedModel(
                entry.path("id").asString(""), "", state(entry.path("status")), own, facts.map());
    }

    private static ServedModel.State state(JsonNode status) {
        if (status.path("failed").asBoolean(false)) {
            return ServedModel.State.FAILED;
        }
        return switch (status.path("value").asString("")) {
            case "unloaded" -> ServedModel.State.NOT_LOADED;
            case "loading", "unloading", "downloading" -> ServedModel.State.CHANGING;
            default -> ServedModel.State.READY;
        };
    }
}
