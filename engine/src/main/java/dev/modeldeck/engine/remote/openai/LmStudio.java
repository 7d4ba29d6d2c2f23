package dev.modeldeck.engine.remote.openai;

import dev.modeldeck.engine.connections.Capability;
import dev.modeldeck.engine.connections.Plan;
import dev.modeldeck.engine.connections.Recognition;
import dev.modeldeck.engine.connections.ServedModel;
import dev.modeldeck.engine.connections.ServedModel.State;
import dev.modeldeck.engine.connections.ServerAction;
import dev.modeldeck.engine.connections.ServerLook;
import dev.modeldeck.engine.connections.Site;
import dev.modeldeck.engine.inference.SettingSpec;
import dev.modeldeck.engine.inference.SettingSpec.Kind;
import dev.modeldeck.engine.remote.Facts;
import dev.modeldeck.engine.remote.PlannedAction;
import dev.modeldeck.engine.remote.Values;
import dev.modeldeck.engine.wire.Json;
import dev.modeldeck.engine.wire.openai.Accepts;
import dev.modeldeck.engine.wire.openai.FormWords;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** LM Studio. Its own API tells of all models and loads them; before 0.4 it only told of them. */
final class LmStudio implements Flavour {

    private static final String NEW = "/api/v1/models";
    private static final String OLD = "/api/v0/models";

    private static final Set<Capability> ALL =
            EnumSet.of(
                    Capability.CHAT,
                    Capability.COMPLETION,
                    Capability.EMBEDDING,
                    Capability.STREAMING,
                    Capability.TOOLS,
                    Capability.STRUCTURED_ANSWERS);

    @Override
    public String id() {
        return "lmstudio";
    }

    @Override
    public String label() {
        return "LM Studio";
    }

    @Override
    public List<Integer> ports() {
        return List.of(1234);
    }

    @Override
    public List<SettingSpec> settings() {
        return List.of(Protocol.API);
    }

    @Override
    public Optional<Recognition> recognise(Site site) {
        Site server = Protocol.beside(site);
        if (newer(server)) {
            return Optional.of(
                    new Recognition("GET " + NEW + " answered with the models of LM Studio"));
        }
        JsonNode first = server.get(OLD).found().path("data").path(0);
        return first.has("compatibility_type")
                ? Optional.of(
                        new Recognition("GET " + OLD + " answered with the models of LM Studio"))
                : Optional.empty();
    }

    @Override
    public ServerLook look(Site site) {
        Site server = Protocol.beside(site);
        Set<Capability> all = EnumSet.copyOf(ALL);
        List<ServedModel> models = new ArrayList<>();
        if (newer(server)) {
            all.add(Capability.LOADING);
            Protocol.list(server, NEW, "models").forEach(entry -> models.add(newer(entry)));
        } else {
            Protocol.list(server, OLD, "data").forEach(entry -> models.add(older(entry)));
        }
        return new ServerLook("", models, all, Map.of(), List.of());
    }

    @Override
    public Speech speech(Site site) {
        Accepts accepts =
                Accepts.everything()
                        .without(
                                "n",
                                "echo",
                                "min_p",
                                "logprobs",
                                "top_logprobs",
                                "truncation",
                                "truncate_prompt_tokens",
                                "prompt_name",
                                "parallel_tool_calls")
                        .calling("repetition_penalty", "repeat_penalty")
                        .forms(FormWords.SCHEMA_ONLY);
        return Speech.of(accepts).responses(site.setting("api").equals("responses"));
    }

    @Override
    public List<ServerAction> actions() {
        return List.of(
                PlannedAction.onModel(
                                "load",
                                "Load",
                                "Brings the model into memory; what is left empty is as the model's own settings say.",
                                LmStudio::load)
                        .asking(
                                whole(
                                        "context_length",
                                        "Context",
                                        "Tokens of prompt and answer together."),
                                whole(
                                        "eval_batch_size",
                                        "Batch",
                                        "Tokens of a prompt that are read at once."),
                                flag("flash_attention", "Flash attention", ""),
                                whole(
                                        "num_experts",
                                        "Experts",
                                        "Of a mixture of experts, those used for each token."),
                                flag(
                                        "offload_kv_cache_to_gpu",
                                        "KV cache on the GPU",
                                        "Faster, and takes memory of the card."))
                        .when(model -> loads(model) && model.state() == State.NOT_LOADED),
                PlannedAction.onModel(
                                "unload",
                                "Unload",
                                "Frees the memory of all its loaded instances.",
                                LmStudio::unload)
                        .when(model -> loads(model) && model.state() == State.READY));
    }

    private static Plan load(Site site, String model, Values values) {
        ObjectNode body = Json.object().put("model", model);
        values.wholeInto(body, "context_length");
        values.wholeInto(body, "eval_batch_size");
        values.flagInto(body, "flash_attention");
        values.wholeInto(body, "num_experts");
        values.flagInto(body, "offload_kv_cache_to_gpu");
        body.put("echo_load_config", true);
        return Plan.of(call(site, NEW + "/load", body));
    }

    private static Plan unload(Site site, String model, Values values) {
        List<Plan.Call> calls = new ArrayList<>();
        for (JsonNode entry : Protocol.list(Protocol.beside(site), NEW, "models")) {
            if (entry.path("key").asString("").equals(model)) {
                for (JsonNode instance : entry.path("loaded_instances")) {
                    ObjectNode body = Json.object();
                    body.put("instance_id", instance.path("id").asString(""));
                    calls.add(call(site, NEW + "/unload", body));
                }
            }
        }
        return Plan.of(calls.toArray(Plan.Call[]::new));
    }

    private static Plan.Call call(Site site, String path, ObjectNode body) {
        return Plan.Call.of("POST", Protocol.beside(site).at(path).toString(), body);
    }

    private static boolean newer(Site server) {
        // It answers 200 with an error to paths that it does not know.
        JsonNode models = server.get(NEW).found().path("models");
        return models.isArray() && (models.isEmpty() || models.path(0).has("key"));
    }

    private static boolean loads(ServedModel model) {
        return model.capabilities().contains(Capability.LOADING);
    }

    private static ServedModel newer(JsonNode entry) {
        Set<Capability> capabilities =
                capabilities(
                        entry.path("type").asString(""),
                        entry.path("capabilities").path("trained_for_tool_use").asBoolean(false));
        if (entry.path("capabilities").path("vision").asBoolean(false)) {
            capabilities.add(Capability.VISION);
        }
        capabilities.add(Capability.LOADING);
        JsonNode instances = entry.path("loaded_instances");
        Facts facts =
                new Facts()
                        .add("Publisher", entry.path("publisher"))
                        .add("Architecture", entry.path("architecture"))
                        .add("Parameters", entry.path("params_string"))
                        .add("Weights", entry.path("quantization").path("name"))
                        .bytes("Size", entry.path("size_bytes"))
                        .add("Format", entry.path("format"))
                        .count("Longest context", entry.path("max_context_length"));
        if (!instances.isEmpty()) {
            JsonNode config = instances.path(0).path("config");
            facts.count("Context", config.path("context_length"))
                    .flag("Flash attention", config.path("flash_attention"))
                    .flag("KV cache on the GPU", config.path("offload_kv_cache_to_gpu"));
        }
        return new ServedModel(
                entry.path("key").asString(""),
                entry.path("type").asString(""),
                instances.isEmpty() ? State.NOT_LOADED : State.READY,
                capabilities,
                facts.map());
    }

    private static ServedModel older(JsonNode entry) {
        Facts facts =
                new Facts()
                        .add("Publisher", entry.path("publisher"))
                        .add("Architecture", entry.path("arch"))
                        .add("Weights", entry.path("quantization"))
                        .add("Format", entry.path("compatibility_type"))
                        .count("Longest context", entry.path("max_context_length"))
                        .count("Context", entry.path("loaded_context_length"));
        return new ServedModel(
                entry.path("id").asString(""),
                entry.path("type").asString(""),
                entry.path("state").asString("").equals("loaded") ? State.READY : State.NOT_LOADED,
                capabilities(entry.path("type").asString(""), true),
                facts.map());
    }

    private static Set<Capability> capabilities(String type, boolean tools) {
        if (type.startsWith("embedding")) {
            return EnumSet.of(Capability.EMBEDDING);
        }
        Set<Capability> all = EnumSet.copyOf(ALL);
        all.remove(Capability.EMBEDDING);
        if (!tools) {
            all.remove(Capability.TOOLS);
        }
        if (type.equals("vlm")) {
            all.add(Capability.VISION);
        }
        return all;
    }

    private static SettingSpec whole(String key, String label, String help) {
        return new SettingSpec(key, label, help, new Kind.Whole(0, Integer.MAX_VALUE), "");
    }

    private static SettingSpec flag(String key, String label, String help) {
        return new SettingSpec(key, label, help, new Kind.Choice(List.of("", "true", "false")), "");
    }
}
