package dev.modeldeck.engine.local.encoder;

import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.local.checkpoint.JsonFiles;
import dev.modeldeck.engine.local.encoder.EncoderHead.Stage;
import dev.modeldeck.engine.local.kernels.Activation;

import tools.jackson.databind.JsonNode;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * All that a folder says about its encoder beside the weights.
 *
 * @param names as the family has them
 */
record EncoderPlan(
        String family,
        EncoderShape shape,
        EncoderNames names,
        EncoderHead head,
        Purpose purpose,
        Reading reading) {

    private static final String CLASSIFIER = "ForSequenceClassification";

    /** Encoders that were trained to fill gaps give vectors as well; their own heads are left. */
    private static final Set<String> ENCODERS = Set.of("Model", "ForMaskedLM", "ForPreTraining");

    /**
     * Reads a Hugging Face folder.
     *
     * @throws EngineException if it is damaged or asks for what cannot be run here
     */
    static EncoderPlan read(Path folder) {
        JsonNode config = JsonFiles.read(folder.resolve("config.json"));
        if (!config.isObject()) {
            throw new EngineException(
                    new Problem.Damaged(
                            "config.json holds no object. Download the model again.",
                            "config.json"));
        }
        EncoderFamily family = EncoderFamilies.of(config);
        EncoderShape shape = family.shape(config);
        String task = task(family, config);
        Reading reading = Reading.of(folder, shape.longest());
        if (task.equals(CLASSIFIER)) {
            Purpose.Classes classes = Purpose.Classes.read(config);
            EncoderHead head = classifier(family.names(), shape, classes.labels().size());
            return new EncoderPlan(family.name(), shape, family.names(), head, classes, reading);
        }
        EncoderHead head = SentenceModules.read(folder, shape.hidden());
        return new EncoderPlan(
                family.name(), shape, family.names(), head, new Purpose.Vectors(), reading);
    }

    /** What the name of the architecture says behind the family's: {@code Model} if nothing. */
    private static String task(EncoderFamily family, JsonNode config) {
        String architecture = config.path("architectures").path(0).asString("");
        if (architecture.isEmpty()) {
            return "Model";
        }
        String start = family.modelTypes().getOrDefault(config.path("model_type").asString(), "");
        String task = architecture.startsWith(start) ? architecture.substring(start.length()) : "";
        if (!task.equals(CLASSIFIER) && !ENCODERS.contains(task)) {
            throw new EngineException(
                    new Problem.Unsupported(
                            "This is %s. Of %s, Modeldeck runs encoders for vectors of texts (%sModel) and classifiers of texts (%s%s)."
                                    .formatted(
                                            architecture,
                                            family.name(),
                                            start,
                                            start,
                                            CLASSIFIER)));
        }
        return task;
    }

    private static EncoderHead classifier(EncoderNames names, EncoderShape shape, int labels) {
        EncoderNames.Classifier head = names.classifier();
        int hidden = shape.hidden();
        return new EncoderHead(
                List.of(Pooling.CLS),
                true,
                List.of(
                        new Stage.Linear("", head.dense(), hidden, hidden, true, head.activation()),
                        new Stage.Linear("", head.out(), hidden, labels, true, Activation.NONE)));
    }

    EncoderPlan atMost(int tokens) {
        return new EncoderPlan(family, shape, names, head, purpose, reading.atMost(tokens));
    }
}
