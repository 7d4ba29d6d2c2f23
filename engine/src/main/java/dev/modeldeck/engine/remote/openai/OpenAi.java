package dev.modeldeck.engine.remote.openai;

import dev.modeldeck.engine.connections.Capability;
import dev.modeldeck.engine.connections.Recognition;
import dev.modeldeck.engine.connections.ServedModel;
import dev.modeldeck.engine.connections.ServerLook;
import dev.modeldeck.engine.connections.Site;
import dev.modeldeck.engine.inference.SettingSpec;
import dev.modeldeck.engine.wire.openai.Accepts;
import dev.modeldeck.engine.wire.openai.FormWords;

import tools.jackson.databind.JsonNode;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** OpenAI itself. It does not say what a model can do, but its names do. */
final class OpenAi implements Flavour {

    /** What it knows of the parameters that others have added: nothing. */
    static final Accepts ACCEPTS =
            Accepts.everything()
                    .without(
                            "top_k",
                            "min_p",
                            "repetition_penalty",
                            "truncation",
                            "truncate_prompt_tokens",
                            "prompt_name")
                    .calling("max_tokens", "max_completion_tokens")
                    .forms(FormWords.OPENAI);

    private static final String HOST = "api.openai.com";
    private static final Pattern OWNERS =
            Pattern.compile("openai|system|openai-(internal|dev)|(user|org)-.*");
    private static final Pattern EMBEDDING = Pattern.compile("text-embedding-.*");
    private static final Pattern COMPLETION = Pattern.compile("(davinci|babbage)-.*|.*-instruct.*");
    private static final Pattern CHAT = Pattern.compile("(ft:)?(gpt-|chatgpt-|o\\d).*");
    private static final Pattern MEDIA =
            Pattern.compile(".*(audio|realtime|image|tts|transcribe|search|moderation).*");

    private static final Set<Capability> ALL =
            EnumSet.of(
                    Capability.CHAT,
                    Capability.COMPLETION,
                    Capability.EMBEDDING,
                    Capability.STREAMING,
                    Capability.LOGPROBS,
                    Capability.TOOLS,
                    Capability.STRUCTURED_ANSWERS);

    @Override
    public String id() {
        return "openai";
    }

    @Override
    public String label() {
        return "OpenAI";
    }

    @Override
    public List<SettingSpec> settings() {
        return List.of(Protocol.API);
    }

    @Override
    public Optional<Recognition> recognise(Site site) {
        if (HOST.equals(site.root().getHost())) {
            return Optional.of(new Recognition("the address is the one at which OpenAI answered"));
        }
        JsonNode models = Protocol.found(site);
        boolean owned =
                models.valueStream()
                        .map(entry -> entry.path("owned_by").asString(""))
                        .allMatch(owner -> OWNERS.matcher(owner).matches());
        boolean system =
                models.valueStream()
                        .anyMatch(entry -> entry.path("owned_by").asString("").equals("system"));
        return owned && system
                ? Optional.of(Protocol.answered(site, "with models owned by \"system\""))
                : Optional.empty();
    }

    @Override
    public ServerLook look(Site site) {
        List<ServedModel> models = Protocol.models(site, OpenAi::model);
        return new ServerLook("", models, ALL, Map.of(), List.of());
    }

    @Override
    public Speech speech(Site site) {
        return Speech.of(ACCEPTS).responses(site.setting("api").equals("responses"));
    }

    private static ServedModel model(JsonNode entry) {
        return Protocol.ready(entry, capabilities(entry.path("id").asString("")));
    }

    static Set<Capability> capabilities(String name) {
        if (EMBEDDING.matcher(name).matches()) {
            return EnumSet.of(Capability.EMBEDDING);
        }
        if (COMPLETION.matcher(name).matches()) {
            return EnumSet.of(Capability.COMPLETION, Capability.STREAMING, Capability.LOGPROBS);
        }
        boolean chats = CHAT.matcher(name).matches() && !MEDIA.matcher(name).matches();
        return chats
                ? EnumSet.of(
                        Capability.CHAT,
                        Capability.STREAMING,
                        Capability.TOOLS,
                        Capability.STRUCTURED_ANSWERS)
                : Set.of();
    }
}
