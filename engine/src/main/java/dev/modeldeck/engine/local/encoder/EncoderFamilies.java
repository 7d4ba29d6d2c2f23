package dev.modeldeck.engine.local.encoder;

import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;

import tools.jackson.databind.JsonNode;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The list of families that run here; a new one is a class and a line. */
public final class EncoderFamilies {

    private static final List<EncoderFamily> ALL =
            List.of(
                    new BertFamily(),
                    RobertaFamily.english(),
                    RobertaFamily.multilingual(),
                    new DistilBertFamily(),
                    new MpnetFamily());

    private EncoderFamilies() {}

    /** What people call them. */
    public static List<String> names() {
        return ALL.stream().map(EncoderFamily::name).toList();
    }

    /** Values of {@code model_type} in a {@code config.json} that run. */
    public static Set<String> modelTypes() {
        return ALL.stream()
                .flatMap(family -> family.modelTypes().keySet().stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The family of a model, by the {@code model_type} of its configuration. */
    static EncoderFamily of(JsonNode config) {
        String type = config.path("model_type").asString("");
        return ALL.stream()
                .filter(family -> family.modelTypes().containsKey(type))
                .findFirst()
                .orElseThrow(() -> new EngineException(new Problem.Unsupported(unknown(type))));
    }

    private static String unknown(String type) {
        return "Encoders of type \"%s\" cannot run on this machine. These can: %s."
                .formatted(type, String.join(", ", modelTypes()));
    }
}
