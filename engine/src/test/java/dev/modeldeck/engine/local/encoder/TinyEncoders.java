package dev.modeldeck.engine.local.encoder;

import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Whole folders of encoders with random weights, for tests that need one that answers. */
public final class TinyEncoders {

    private static final int VOCABULARY = TinyTokenizers.VOCABULARY;

    private TinyEncoders() {}

    /** A folder as sentence-transformers writes it: mean of all tokens, of the length 1. */
    public static Path embedder(Path folder) {
        embedder("bert", folder);
        return folder;
    }

    static TinyEncoder embedder(String type, Path folder) {
        TinyEncoder model = encoder(type, 0, folder);
        modules(folder, "Pooling", "Normalize");
        return model;
    }

    /** The same with a map to six numbers in between. */
    public static Path embedderWithDense(Path folder) {
        TinyEncoder model = encoder("bert", 0, folder);
        modules(folder, "Pooling", "Dense", "Normalize");
        TinyEncoder.Weight weight = matrix(6, TinyEncoder.HIDDEN, model.values("0.query.weight"));
        dense(folder.resolve("2_Dense"), weight, new float[6]);
        return folder;
    }

    /** Three classes of texts. */
    public static Path classifier(Path folder) {
        encoder("roberta", 3, folder);
        return folder;
    }

    /** A score of a query and a document. */
    public static Path reranker(Path folder) {
        encoder("xlm-roberta", 1, folder);
        return folder;
    }

    static TinyEncoder encoder(String type, int labels, Path folder) {
        TinyEncoder model = new TinyEncoder(type, VOCABULARY, labels, Map.of());
        model.write(folder, "F32");
        TinyTokenizers.write(type, folder);
        return model;
    }

    /** {@code modules.json}, with modules of these kinds behind the encoder and pooling by mean. */
    static void modules(Path folder, String... kinds) {
        StringBuilder json = new StringBuilder("[{\"idx\": 0, \"name\": \"0\", \"path\": \"\"");
        json.append(", \"type\": \"sentence_transformers.models.Transformer\"}");
        for (int i = 1; i <= kinds.length; i++) {
            json.append(
                    ", {\"idx\": %d, \"name\": \"%d\", \"path\": \"%d_%s\", \"type\": \"sentence_transformers.models.%s\"}"
                            .formatted(i, i, i, kinds[i - 1], kinds[i - 1]));
        }
        write(folder.resolve("modules.json"), json.append("]").toString());
        pooling(folder, "\"pooling_mode_mean_tokens\": true");
    }

    static void pooling(Path folder, String modes) {
        write(
                folder.resolve("1_Pooling").resolve("config.json"),
                "{\"word_embedding_dimension\": %d, %s}".formatted(TinyEncoder.HIDDEN, modes));
    }

    /** A dense module in the folder, from vectors of the encoder's size. */
    static void dense(Path folder, TinyEncoder.Weight weight, float[] bias) {
        int[] shape = weight.shape();
        write(
                folder.resolve("config.json"),
                "{\"in_features\": %d, \"out_features\": %d, \"bias\": true, \"activation_function\": \"torch.nn.modules.activation.Tanh\"}"
                        .formatted(shape[1], shape[0]));
        Map<String, TinyEncoder.Weight> tensors = new LinkedHashMap<>();
        tensors.put("linear.weight", weight);
        tensors.put("linear.bias", new TinyEncoder.Weight(new int[] {shape[0]}, bias));
        try {
            Files.write(
                    folder.resolve("model.safetensors"), TinyEncoder.safetensors(tensors, "F32"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void json(Path file, Map<String, ?> content) {
        JsonMapper.shared().writeValue(file.toFile(), content);
    }

    static void write(Path file, String text) {
        try {
            Files.createDirectories(file.resolveSibling(""));
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The first rows and columns of a tensor, as one of its own. */
    static TinyEncoder.Weight matrix(int rows, int columns, float[] from) {
        return new TinyEncoder.Weight(
                new int[] {rows, columns}, java.util.Arrays.copyOf(from, rows * columns));
    }
}
