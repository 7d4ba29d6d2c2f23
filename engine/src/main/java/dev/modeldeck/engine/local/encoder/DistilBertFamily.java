package dev.modeldeck.engine.local.encoder;

import dev.modeldeck.engine.local.kernels.Activation;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.Map;

/**
 * DistilBERT (Sanh et al. 2019): BERT's encoder without token types, under names of its own in the
 * configuration and in the files.
 */
final class DistilBertFamily implements EncoderFamily {

    /** Its names for what the others' configurations say, by theirs. */
    private static final Map<String, String> OWN_NAMES =
            Map.of(
                    "hidden_size", "dim",
                    "intermediate_size", "hidden_dim",
                    "num_hidden_layers", "n_layers",
                    "num_attention_heads", "n_heads",
                    "hidden_act", "activation");

    @Override
    public String name() {
        return "DistilBERT";
    }

    @Override
    public Map<String, String> modelTypes() {
        return Map.of("distilbert", "DistilBert");
    }

    @Override
    public EncoderShape shape(JsonNode config) {
        ObjectNode usual = ((ObjectNode) config).deepCopy();
        OWN_NAMES.forEach((theirs, own) -> {
            if (config.has(own)) {
                usual.set(theirs, config.get(own));
            }
        });
        return EncoderConfig.read(usual, EncoderConfig.Positions.FROM_ZERO, 0, 0);
    }

    @Override
    public EncoderNames names() {
        return new EncoderNames(
                "distilbert.",
                EncoderNames.Embeddings.bert(""),
                "transformer.layer.#.",
                new EncoderNames.Layer(
                        "attention.q_lin",
                        "attention.k_lin",
                        "attention.v_lin",
                        "attention.out_lin",
                        "sa_layer_norm",
                        "ffn.lin1",
                        "ffn.lin2",
                        "output_layer_norm"),
                "",
                new EncoderNames.Classifier(
                        "pre_classifier", false, Activation.RELU, "classifier"));
    }
}
