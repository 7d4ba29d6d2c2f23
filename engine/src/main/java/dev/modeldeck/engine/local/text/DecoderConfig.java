package dev.modeldeck.engine.local.text;

import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.local.kernels.Activation;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Reads what families have in common from {@code config.json}, as Hugging Face defines it. */
record DecoderConfig(JsonNode json) {

    private static final int DEFAULT_CONTEXT = 2048;

    static DecoderConfig of(JsonNode json) {
        return of(json, Map.of());
    }

    /**
     * @param defaults what the family takes for granted where the file is silent; where it says
     *     null, there is none
     */
    static DecoderConfig of(JsonNode json, Map<String, ?> defaults) {
        ObjectNode all = JsonMapper.shared().valueToTree(defaults);
        json.propertyStream().forEach(entry -> all.set(entry.getKey(), entry.getValue()));
        all.removeNulls();
        return new DecoderConfig(all);
    }

    /**
     * The same in the words of Llama's configuration.
     *
     * @param words the family's own and Llama's
     */
    DecoderConfig worded(Map<String, String> words) {
        ObjectNode all = (ObjectNode) json.deepCopy();
        words.forEach((own, common) -> {
            if (json.has(own)) {
                all.set(common, json.path(own));
            }
        });
        return new DecoderConfig(all);
    }

    /** A decoder of Llama's kind. */
    DecoderShape llama(Attention attention, List<DecoderLayer> layers) {
        return new DecoderShape(
                embedding(),
                layers,
                attention,
                mlp("hidden_act"),
                Norm.before(Norm.Kind.RMS, number("rms_norm_eps", 1e-6)),
                0,
                RopeConfig.context(json, trained()),
                TensorNames.LLAMA);
    }

    Embedding embedding() {
        return Embedding.of(size("vocab_size"), size("hidden_size"), flag("tie_word_embeddings"));
    }

    /** Heads, with biases where {@code attention_bias} says so. */
    Attention attention() {
        int hidden = size("hidden_size");
        int heads = size("num_attention_heads");
        int headSize = whole("head_dim", hidden / heads);
        int kvHeads = whole("num_key_value_heads", heads);
        if (kvHeads < 1 || heads % kvHeads != 0) {
            throw unsupported(heads + " query heads over " + kvHeads + " key heads");
        }
        boolean biased = flag("attention_bias");
        return Attention.of(heads, kvHeads, headSize, turned(headSize)).withBiases(biased, biased);
    }

    /** Components of a head that turn; the whole head unless the file names a part. */
    private int turned(int headSize) {
        double part =
                number(
                        "partial_rotary_factor",
                        json.path("rope_parameters").path("partial_rotary_factor").asDouble(1));
        int turned = (int) (headSize * part);
        if (turned < 2 || turned > headSize || turned % 2 != 0 || headSize % 2 != 0) {
            throw unsupported(
                    "rotary positions on " + turned + " of a head's " + headSize + " components");
        }
        return turned;
    }

    /** A gated MLP, with biases where {@code mlp_bias} says so. */
    Mlp mlp(String activation) {
        return new Mlp(
                size("intermediate_size"),
                activation(json.path(activation).asString("silu")),
                true,
                flag("mlp_bias"));
    }

    /** The rotation that the file describes. */
    Rope rope() {
        return RopeConfig.read(json, attention(), trained());
    }

    /** Positions before any scaling. */
    int trained() {
        return whole("max_position_embeddings", DEFAULT_CONTEXT);
    }

    /** Layers that are all alike. */
    List<DecoderLayer> layers(int window) {
        DecoderLayer layer = new DecoderLayer(window, rope());
        return layers(number -> layer);
    }

    /** Layers by their number, from 0 on. */
    List<DecoderLayer> layers(IntFunction<DecoderLayer> layer) {
        return IntStream.range(0, size("num_hidden_layers")).mapToObj(layer).toList();
    }

    /** Whether a layer sees a window only, as {@code layer_types} says or else as is usual. */
    boolean slides(int layer, boolean usually) {
        JsonNode types = json.path("layer_types");
        return types.isArray()
                ? types.path(layer).asString("").equals("sliding_attention")
                : usually;
    }

    int size(String key) {
        int value = whole(key, 0);
        if (value < 1) {
            throw new EngineException(
                    new Problem.Damaged(
                            "config.json has no valid \"%s\". Download the model again."
                                    .formatted(key),
                            "config.json"));
        }
        return value;
    }

    int whole(String key, int otherwise) {
        return json.path(key).asInt(otherwise);
    }

    double number(String key, double otherwise) {
        return json.path(key).asDouble(otherwise);
    }

    String text(String key) {
        return json.path(key).asString("");
    }

    boolean flag(String key) {
        return json.path(key).asBoolean(false);
    }

    static Activation activation(String name) {
        return Activation.named(name)
                .orElseThrow(() -> unsupported("the activation \"" + name + "\""));
    }

    static EngineException unsupported(String what) {
        return new EngineException(
                new Problem.Unsupported(
                        "This model uses %s, which cannot run on this machine yet. Serve it elsewhere and add it as an external model."
                                .formatted(what)));
    }
}
