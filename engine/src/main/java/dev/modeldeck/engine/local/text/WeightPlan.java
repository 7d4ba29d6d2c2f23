package dev.modeldeck.engine.local.text;

import dev.modeldeck.engine.local.checkpoint.Weights;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The tensors that a decoder is made of, in the order in which its module takes them. */
final class WeightPlan {

    /** What is added at once to a list of the module. */
    record Part(String list, List<Tensor> tensors) {}

    /** A tensor with the size that the configuration asks for. */
    record Tensor(String name, long... size) {}

    private final DecoderShape shape;
    private final TensorNames names;
    private final String prefix;

    private WeightPlan(DecoderShape shape, String prefix) {
        this.shape = shape;
        this.names = shape.names();
        this.prefix = prefix;
    }

    /** The plan in the words of these weights. */
    static WeightPlan of(DecoderShape shape, Weights weights) {
        return new WeightPlan(shape, shape.names().prefix(weights::has));
    }

    /** What comes before the layers. */
    List<Part> beginning() {
        Part embedding = part("embedding", embedding());
        return shape.embedding().positions()
                ? List.of(embedding, part("positions", positions()))
                : List.of(embedding);
    }

    Tensor embedding() {
        return new Tensor(names.embedding(prefix), shape.vocabulary(), shape.hidden());
    }

    private Tensor positions() {
        String name = prefix + names.of("positions").getFirst() + ".weight";
        return new Tensor(name, shape.context(), shape.hidden());
    }

    List<Part> layer(int layer) {
        String start = prefix + names.layer().formatted(layer);
        Attention attention = shape.attention();
        Mlp mlp = shape.mlp();
        int[] queriesKeysValues = {attention.queries(), attention.keys(), attention.keys()};
        int[] gateUp = IntStream.generate(mlp::width).limit(mlp.gated() ? 2 : 1).toArray();
        int[] hidden = {shape.hidden()};
        return Stream.of(
                        norm("attention_norm", start),
                        map("qkv", start, attention.biased(), shape.hidden(), queriesKeysValues),
                        headNorm(start),
                        map("output", start, attention.outputBiased(), attention.queries(), hidden),
                        after("attention_post_norm", start),
                        norm("mlp_norm", start),
                        map(mlp.first(), start, mlp.biased(), shape.hidden(), gateUp),
                        map("down", start, mlp.biased(), mlp.width(), hidden),
                        after("mlp_post_norm", start))
                .flatMap(List::stream)
                .toList();
    }

    /** What comes after the layers, without the head. */
    List<Part> end() {
        return norm("last_norm", prefix);
    }

    /** The matrix that gives the logits. */
    Tensor head() {
        return shape.embedding().tied()
                ? embedding()
                : new Tensor(TensorNames.HEAD, shape.vocabulary(), shape.hidden());
    }

    private List<Part> norm(String list, String start) {
        String name = start + names.of(list).getFirst();
        Tensor weight = new Tensor(name + ".weight", shape.hidden());
        return shape.norm().kind() == Norm.Kind.LAYER
                ? List.of(part(list, weight, new Tensor(name + ".bias", shape.hidden())))
                : List.of(part(list, weight));
    }

    private List<Part> after(String list, String start) {
        return shape.norm().after() ? norm(list, start) : List.of();
    }

    private List<Part> headNorm(String start) {
        return shape.attention().headNorm()
                ? List.of(
                        new Part(
                                "head_norm",
                                names.of("head_norm").stream()
                                        .map(name ->
                                                new Tensor(
                                                        start + name + ".weight",
                                                        shape.attention().headSize()))
                                        .toList()))
                : List.of();
    }

    /**
     * A linear map, which a checkpoint may hold in one piece or several.
     *
     * @param rows of its matrix for each of the several
     */
    private List<Part> map(String list, String start, boolean biased, int columns, int[] rows) {
        List<String> pieces = names.of(list);
        int[] sizes = pieces.size() == 1 ? new int[] {Arrays.stream(rows).sum()} : rows;
        List<Tensor> weights = new ArrayList<>();
        List<Tensor> biases = new ArrayList<>();
        for (int i = 0; i < sizes.length; i++) {
            String name = start + pieces.get(i);
            weights.add(
                    names.transposed()
                            ? new Tensor(name + ".weight", columns, sizes[i])
                            : new Tensor(name + ".weight", sizes[i], columns));
            biases.add(new Tensor(name + ".bias", sizes[i]));
        }
        Part matrix = new Part(list, weights);
        return biased ? List.of(matrix, new Part(list + "_bias", biases)) : List.of(matrix);
    }

    private static Part part(String list, Tensor... tensors) {
        return new Part(list, List.of(tensors));
    }
}
