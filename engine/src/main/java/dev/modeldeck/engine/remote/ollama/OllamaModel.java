package dev.modeldeck.engine.remote.ollama;

import dev.modeldeck.engine.connections.Capability;
import dev.modeldeck.engine.connections.ServedModel;
import dev.modeldeck.engine.connections.ServedModel.State;
import dev.modeldeck.engine.remote.Facts;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** What Ollama tells of a model, in its lists and, where it was asked, in {@code /api/show}. */
final class OllamaModel {

    private OllamaModel() {}

    /**
     * @param loaded its entry among those in memory; null where it is not
     * @param shown the answer of {@code /api/show}; empty where it was not asked
     */
    static ServedModel of(JsonNode tag, @Nullable JsonNode loaded, JsonNode shown) {
        JsonNode details = tag.path("details");
        Facts facts =
                new Facts()
                        .add("Family", details.path("family"))
                        .add("Parameters", details.path("parameter_size"))
                        .add("Weights", details.path("quantization_level"))
                        .bytes("Size", tag.path("size"))
                        .add("Made from", details.path("parent_model"));
        for (Map.Entry<String, JsonNode> info : shown.path("model_info").properties()) {
            if (info.getKey().endsWith(".context_length")) {
                facts.count("Longest context", info.getValue());
            }
        }
        if (loaded != null) {
            facts.count("Context", loaded.path("context_length"))
                    .bytes("Memory", loaded.path("size"))
                    .bytes("Of it on the GPU", loaded.path("size_vram"))
                    .add("Stays until", loaded.path("expires_at"));
        }
        return new ServedModel(
                tag.path("name").asString(""),
                "",
                loaded == null ? State.NOT_LOADED : State.READY,
                capabilities(details.path("family").asString(""), shown.path("capabilities")),
                facts.map());
    }

    /** As it says itself, else by its family. */
    private static Set<Capability> capabilities(String family, JsonNode told) {
        Set<Capability> writes =
                EnumSet.of(
                        Capability.CHAT,
                        Capability.COMPLETION,
                        Capability.STREAMING,
                        Capability.LOGPROBS,
                        Capability.STRUCTURED_ANSWERS);
        if (!told.isArray()) {
            return family.contains("bert") ? EnumSet.of(Capability.EMBEDDING) : writes;
        }
        Set<Capability> all = EnumSet.noneOf(Capability.class);
        for (JsonNode word : told) {
            switch (word.asString("")) {
                case "completion" -> all.addAll(writes);
                case "tools" -> all.add(Capability.TOOLS);
                case "vision" -> all.add(Capability.VISION);
                case "embedding" -> all.add(Capability.EMBEDDING);
                default -> {}
            }
        }
        return all;
    }
}
