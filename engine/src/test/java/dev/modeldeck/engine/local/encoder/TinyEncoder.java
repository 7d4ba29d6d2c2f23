package dev.modeldeck.engine.local.encoder;

import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;

/**
 * An encoder with random weights, to be written as a Hugging Face folder. Weights go by their part
 * in the model ({@code 0.query}); what a file calls them is told here once more, from the code of
 * Hugging Face's library. Every value is one of bfloat16, so the folder holds the same model in
 * whatever type it is written.
 */
public final class TinyEncoder {

    /** Weights of one tensor, outermost dimension first. */
    record Weight(int[] shape, float[] values) {}

    static final int LAYERS = 2;
    static final int HIDDEN = 32;
    static final int HEADS = 4;
    static final int WIDE = 48;

    private static final Map<String, String> BERT_PARTS =
            Map.of(
                    "query", "attention.self.query",
                    "key", "attention.self.key",
                    "value", "attention.self.value",
                    "out", "attention.output.dense",
                    "norm1", "attention.output.LayerNorm",
                    "up", "intermediate.dense",
                    "down", "output.dense",
                    "norm2", "output.LayerNorm");

    private static final Map<String, String> DISTIL_PARTS =
            Map.of(
                    "query", "attention.q_lin",
                    "key", "attention.k_lin",
                    "value", "attention.v_lin",
                    "out", "attention.out_lin",
                    "norm1", "sa_layer_norm",
                    "up", "ffn.lin1",
                    "down", "ffn.lin2",
                    "norm2", "output_layer_norm");

    private static final Map<String, String> MPNET_PARTS =
            Map.of(
                    "query", "attention.attn.q",
                    "key", "attention.attn.k",
                    "value", "attention.attn.v",
                    "out", "attention.attn.o",
                    "norm1", "attention.LayerNorm",
                    "up", "intermediate.dense",
                    "down", "output.dense",
                    "norm2", "output.LayerNorm");

    final Map<String, Object> config = new HashMap<>();
    final Map<String, Weight> weights = new LinkedHashMap<>();
    private final String type;
    private final Random random;

    /**
     * @param type {@code bert}, {@code roberta}, {@code xlm-roberta}, {@code distilbert} or {@code
     *     mpnet}
     * @param labels of a classifier; 0 for an encoder alone
     */
    public TinyEncoder(String type, int vocabulary, int labels, Map<String, Object> changes) {
        this.type = type;
        this.random = new Random(5);
        configure(vocabulary, labels);
        config.putAll(changes);
        matrix("words", vocabulary, HIDDEN, 0.5);
        matrix("positions", size("max_position_embeddings"), HIDDEN, 0.5);
        if (hasTypes()) {
            matrix("types", size("type_vocab_size"), HIDDEN, 0.5);
        }
        if (type.equals("mpnet")) {
            matrix("distances", 32, HEADS, 2);
        }
        norm("norm");
        for (int i = 0; i < LAYERS; i++) {
            for (String map : List.of("query", "key", "value", "out")) {
                linear(i + "." + map, HIDDEN, HIDDEN);
            }
            norm(i + ".norm1");
            linear(i + ".up", WIDE, HIDDEN);
            linear(i + ".down", HIDDEN, WIDE);
            norm(i + ".norm2");
        }
        if (labels > 0) {
            linear("dense", HIDDEN, HIDDEN);
            linear("labels", labels, HIDDEN);
        }
    }

    private void configure(int vocabulary, int labels) {
        boolean distil = type.equals("distilbert");
        config.put("model_type", type);
        config.put("vocab_size", vocabulary);
        config.put(distil ? "dim" : "hidden_size", HIDDEN);
        config.put(distil ? "hidden_dim" : "intermediate_size", WIDE);
        config.put(distil ? "n_layers" : "num_hidden_layers", LAYERS);
        config.put(distil ? "n_heads" : "num_attention_heads", HEADS);
        config.put(distil ? "activation" : "hidden_act", "gelu");
        config.put("max_position_embeddings", 64);
        config.put("pad_token_id", padding());
        if (!distil) {
            config.put("layer_norm_eps", type.equals("bert") ? 1e-12 : 1e-5);
        }
        if (hasTypes()) {
            config.put("type_vocab_size", type.equals("bert") ? 2 : 1);
        }
        config.put(
                "architectures",
                List.of(className() + (labels > 0 ? "ForSequenceClassification" : "Model")));
        if (labels > 0) {
            Map<String, String> names = new LinkedHashMap<>();
            for (int i = 0; i < labels; i++) {
                names.put(Integer.toString(i), "label " + i);
            }
            config.put("id2label", names);
        }
    }

    private String className() {
        return switch (type) {
            case "bert" -> "Bert";
            case "roberta" -> "Roberta";
            case "xlm-roberta" -> "XLMRoberta";
            case "distilbert" -> "DistilBert";
            default -> "MPNet";
        };
    }

    private boolean hasTypes() {
        return !type.equals("distilbert") && !type.equals("mpnet");
    }

    int padding() {
        return type.equals("bert") || type.equals("distilbert") ? 0 : 1;
    }

    String type() {
        return type;
    }

    int size(String key) {
        return (Integer) config.get(key);
    }

    float[] values(String part) {
        return weights.get(part).values;
    }

    boolean has(String part) {
        return weights.containsKey(part);
    }

    private void linear(String name, int rows, int columns) {
        matrix(name + ".weight", rows, columns, 1.2);
        vector(name + ".bias", rows, 0, 0.3);
    }

    private void norm(String name) {
        vector(name + ".weight", HIDDEN, 1, 0.2);
        vector(name + ".bias", HIDDEN, 0, 0.2);
    }

    private void matrix(String name, int rows, int columns, double scale) {
        float[] values = new float[rows * columns];
        for (int i = 0; i < values.length; i++) {
            values[i] = rounded(scale * random.nextGaussian() / Math.sqrt(columns));
        }
        weights.put(name, new Weight(new int[] {rows, columns}, values));
    }

    private void vector(String name, int length, double mean, double deviation) {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = rounded(mean + deviation * random.nextGaussian());
        }
        weights.put(name, new Weight(new int[] {length}, values));
    }

    static float rounded(double value) {
        return Float.intBitsToFloat(Float.floatToIntBits((float) value) & 0xFFFF0000);
    }

    /** Writes {@code config.json} and the weights under the names of the library. */
    public TinyEncoder write(Path folder, String dtype) {
        return write(folder, dtype, name -> name);
    }

    /**
     * @param renamed a last change of each tensor's name; to the empty one leaves it out
     */
    TinyEncoder write(Path folder, String dtype, UnaryOperator<String> renamed) {
        Map<String, Weight> named = new LinkedHashMap<>();
        weights.forEach((part, weight) -> {
            String name = renamed.apply(fileName(part));
            if (!name.isEmpty()) {
                named.put(name, weight);
            }
        });
        try {
            Files.createDirectories(folder);
            JsonMapper.shared().writeValue(folder.resolve("config.json").toFile(), config);
            Files.write(folder.resolve("model.safetensors"), safetensors(named, dtype));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    private String fileName(String part) {
        String prefix =
                has("labels.weight")
                        ? switch (type) {
                            case "bert" -> "bert.";
                            case "distilbert" -> "distilbert.";
                            case "mpnet" -> "mpnet.";
                            default -> "roberta.";
                        }
                        : "";
        int dot = part.indexOf('.');
        if (dot > 0 && Character.isDigit(part.charAt(0))) {
            String rest = part.substring(dot + 1);
            String map = rest.substring(0, rest.indexOf('.'));
            String layers = type.equals("distilbert") ? "transformer.layer." : "encoder.layer.";
            Map<String, String> parts =
                    switch (type) {
                        case "distilbert" -> DISTIL_PARTS;
                        case "mpnet" -> MPNET_PARTS;
                        default -> BERT_PARTS;
                    };
            return prefix
                    + layers
                    + part.substring(0, dot)
                    + "."
                    + parts.get(map)
                    + rest.substring(rest.indexOf('.'));
        }
        return switch (part) {
            case "words" -> prefix + "embeddings.word_embeddings.weight";
            case "positions" -> prefix + "embeddings.position_embeddings.weight";
            case "types" -> prefix + "embeddings.token_type_embeddings.weight";
            case "distances" -> prefix + "encoder.relative_attention_bias.weight";
            case "norm.weight", "norm.bias" -> prefix + "embeddings.LayerNorm" + part.substring(4);
            case "dense.weight", "dense.bias" ->
                    switch (type) {
                        case "bert" -> "bert.pooler.dense" + part.substring(5);
                        case "distilbert" -> "pre_classifier" + part.substring(5);
                        default -> "classifier.dense" + part.substring(5);
                    };
            default ->
                    (type.equals("bert") || type.equals("distilbert")
                                    ? "classifier"
                                    : "classifier.out_proj")
                            + part.substring(6);
        };
    }

    static byte[] safetensors(Map<String, Weight> tensors, String dtype) {
        int bytes = dtype.equals("F32") ? 4 : 2;
        Map<String, Object> header = new LinkedHashMap<>();
        int offset = 0;
        for (Map.Entry<String, Weight> entry : tensors.entrySet()) {
            int end = offset + entry.getValue().values.length * bytes;
            header.put(
                    entry.getKey(),
                    Map.of(
                            "dtype",
                            dtype,
                            "shape",
                            entry.getValue().shape,
                            "data_offsets",
                            new int[] {offset, end}));
            offset = end;
        }
        byte[] json = JsonMapper.shared().writeValueAsBytes(header);
        ByteBuffer file =
                ByteBuffer.allocate(8 + json.length + offset).order(ByteOrder.LITTLE_ENDIAN);
        file.putLong(json.length).put(json);
        for (Weight weight : tensors.values()) {
            for (float value : weight.values) {
                switch (dtype) {
                    case "F32" -> file.putFloat(value);
                    case "F16" -> file.putShort(Float.floatToFloat16(value));
                    default -> file.putShort((short) (Float.floatToIntBits(value) >>> 16));
                }
            }
        }
        return file.array();
    }
}
