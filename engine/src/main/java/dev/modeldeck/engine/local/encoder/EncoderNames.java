package dev.modeldeck.engine.local.encoder;

import dev.modeldeck.engine.local.kernels.Activation;

/**
 * What a family calls the tensors of its encoder, without {@code .weight} and {@code .bias}.
 *
 * @param prefix before all but the classifier's, where a task's head is in the same file
 * @param layer before those of a layer; {@code #} stands for its number
 * @param relative of the bias of distances; empty where there is none
 * @param classifier the head of a classifier
 */
record EncoderNames(
        String prefix,
        Embeddings embeddings,
        String layer,
        Layer inLayer,
        String relative,
        Classifier classifier) {

    /** The tables at the start; {@code types} is empty where there are none. */
    record Embeddings(String words, String positions, String types, String norm) {

        /** As BERT calls them. */
        static Embeddings bert(String types) {
            return new Embeddings(
                    "embeddings.word_embeddings",
                    "embeddings.position_embeddings",
                    types,
                    "embeddings.LayerNorm");
        }
    }

    record Layer(
            String query,
            String key,
            String value,
            String output,
            String attentionNorm,
            String up,
            String down,
            String outputNorm) {

        /** As BERT calls them. */
        static final Layer BERT =
                new Layer(
                        "attention.self.query",
                        "attention.self.key",
                        "attention.self.value",
                        "attention.output.dense",
                        "attention.output.LayerNorm",
                        "intermediate.dense",
                        "output.dense",
                        "output.LayerNorm");
    }

    /**
     * Two linear maps over the first token.
     *
     * @param inBody whether the first of them stands in the encoder, behind the prefix
     */
    record Classifier(String dense, boolean inBody, Activation activation, String out) {

        /** A head of its own, as RoBERTa has it. */
        static final Classifier OWN =
                new Classifier("classifier.dense", false, Activation.TANH, "classifier.out_proj");
    }

    String layer(int number) {
        return layer.replace("#", Integer.toString(number));
    }
}
