package dev.modeldeck.engine.local.encoder;

import tools.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.List;

/** What an encoder's vectors are for. */
sealed interface Purpose {

    /** Vectors of texts, to be compared. */
    record Vectors() implements Purpose {}

    /**
     * Classes of texts or of pairs of texts; a single one is a score.
     *
     * @param labels of the classes, in the order of the classifier's rows
     */
    record Classes(List<String> labels, Scoring scoring) implements Purpose {

        public Classes {
            labels = List.copyOf(labels);
        }

        /** As {@code config.json} has it. */
        static Classes read(JsonNode config) {
            JsonNode names = config.path("id2label");
            int count = names.isEmpty() ? config.path("num_labels").asInt(2) : names.size();
            List<String> labels = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                labels.add(names.path(Integer.toString(i)).asString("LABEL_" + i));
            }
            return new Classes(labels, Scoring.read(config, count));
        }
    }

    /** From what the classifier gives to what is answered. */
    enum Scoring {
        /** As it is. */
        NONE,
        /** Each class for itself, from 0 to 1. */
        SIGMOID,
        /** One of all classes, 1 in sum. */
        SOFTMAX;

        private static Scoring read(JsonNode config, int labels) {
            String own =
                    config.path("sentence_transformers")
                            .path("activation_fn")
                            .asString(
                                    config.path("sbert_ce_default_activation_function")
                                            .asString(""));
            if (labels == 1 && !own.isEmpty()) {
                return own.endsWith(".Identity") ? NONE : SIGMOID;
            }
            return switch (config.path("problem_type").asString("")) {
                case "regression" -> NONE;
                case "multi_label_classification" -> SIGMOID;
                case "single_label_classification" -> SOFTMAX;
                default -> labels == 1 ? SIGMOID : SOFTMAX;
            };
        }

        float[] apply(float[] logits) {
            return switch (this) {
                case NONE -> logits;
                case SIGMOID -> sigmoid(logits);
                case SOFTMAX -> softmax(logits);
            };
        }

        private static float[] sigmoid(float[] logits) {
            float[] scores = new float[logits.length];
            for (int i = 0; i < scores.length; i++) {
                scores[i] = (float) (1 / (1 + Math.exp(-logits[i])));
            }
            return scores;
        }

        private static float[] softmax(float[] logits) {
            double largest = Double.NEGATIVE_INFINITY;
            for (float logit : logits) {
                largest = Math.max(largest, logit);
            }
            double sum = 0;
            for (float logit : logits) {
                sum += Math.exp(logit - largest);
            }
            float[] scores = new float[logits.length];
            for (int i = 0; i < scores.length; i++) {
                scores[i] = (float) (Math.exp(logits[i] - largest) / sum);
            }
            return scores;
        }
    }
}
