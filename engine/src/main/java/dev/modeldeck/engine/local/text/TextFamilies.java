package dev.modeldeck.engine.local.text;

import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;

import tools.jackson.databind.JsonNode;

import java.util.List;
import java.util.stream.Collectors;

/** The list of families that run here; a new one is a class and a line. */
public final class TextFamilies {

    private static final List<TextFamily> ALL =
            List.of(
                    new LlamaFamily(),
                    new MistralFamily(),
                    new Qwen2Family(),
                    new Qwen3Family(),
                    new Phi3Family(),
                    new SmolLm3Family(),
                    new Gemma2Family(),
                    new Gemma3Family(),
                    new Gpt2Family());

    private TextFamilies() {}

    public static List<TextFamily> all() {
        return ALL;
    }

    /** The sizes of a model, as its family reads them. */
    public static DecoderShape shape(JsonNode config) {
        return of(config).shape(config);
    }

    /** The family of a model, by the {@code model_type} of its configuration. */
    static TextFamily of(JsonNode config) {
        String type = config.path("model_type").asString("");
        return ALL.stream()
                .filter(family -> family.modelTypes().contains(type))
                .findFirst()
                .orElseThrow(() -> new EngineException(new Problem.Unsupported(unknown(type))));
    }

    private static String unknown(String type) {
        return "Models of type \"%s\" cannot run on this machine. These can: %s. Serve it elsewhere and add it as an external model."
                .formatted(
                        type.isEmpty() ? "unknown" : type,
                        ALL.stream()
                                .flatMap(family -> family.modelTypes().stream())
                                .sorted()
                                .collect(Collectors.joining(", ")));
    }
}
