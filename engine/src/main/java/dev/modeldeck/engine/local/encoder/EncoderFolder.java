package dev.modeldeck.engine.local.encoder;

import dev.modeldeck.engine.registry.EncoderFacts;
import dev.modeldeck.engine.registry.Inspection;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Says what a folder holds without loading it: what its owner is shown before it is registered. */
public final class EncoderFolder {

    private EncoderFolder() {}

    /**
     * Reads all but the weights.
     *
     * @param has whether the weights have a tensor of that name
     * @throws dev.modeldeck.engine.kernel.EngineException if the folder is damaged or asks for what
     *     cannot be run here
     */
    public static EncoderFacts inspect(Path folder, Predicate<String> has) {
        EncoderPlan plan = EncoderPlan.read(folder);
        return new EncoderFacts(
                switch (plan.purpose()) {
                    case Purpose.Vectors _ -> Inspection.Task.EMBEDDING;
                    case Purpose.Classes classes when classes.labels().size() == 1 ->
                            Inspection.Task.RERANKING;
                    case Purpose.Classes _ -> Inspection.Task.CLASSIFICATION;
                },
                encoder(plan),
                plan.reading().longest(),
                EncoderTensors.of(plan, has).stream()
                        .flatMap(entry -> entry.parts().stream())
                        .toList());
    }

    private static Inspection.Encoder encoder(EncoderPlan plan) {
        EncoderShape shape = plan.shape();
        EncoderHead head = plan.head();
        boolean vectors = plan.purpose() instanceof Purpose.Vectors;
        return new Inspection.Encoder(
                shape.layers(),
                shape.hidden(),
                shape.intermediate(),
                vectors ? head.size(shape.hidden()) : 0,
                vectors
                        ? head.pooling().stream()
                                .map(Pooling::description)
                                .collect(Collectors.joining(" and "))
                        : "",
                vectors && head.normalised(),
                switch (plan.purpose()) {
                    case Purpose.Vectors _ -> List.of();
                    case Purpose.Classes classes -> classes.labels();
                },
                plan.reading().prompts().keySet().stream().sorted().toList());
    }
}
