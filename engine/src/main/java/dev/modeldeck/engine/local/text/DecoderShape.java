package dev.modeldeck.engine.local.text;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How a decoder is built: its sizes, and the choices in which families differ.
 *
 * @param layers from the first to the last; attention and MLP are alike in all of them
 * @param logitCap logits are softly kept between minus this and this; 0 leaves them as they are
 * @param context most positions the model was made for, after RoPE scaling
 */
public record DecoderShape(
        Embedding embedding,
        List<DecoderLayer> layers,
        Attention attention,
        Mlp mlp,
        Norm norm,
        double logitCap,
        int context,
        TensorNames names) {

    public DecoderShape {
        layers = List.copyOf(layers);
    }

    public int vocabulary() {
        return embedding.vocabulary();
    }

    public int hidden() {
        return embedding.hidden();
    }

    /** Weights of the linear maps of all layers. */
    long weights() {
        long maps =
                (long) hidden() * (attention.queries() + 2L * attention.keys())
                        + (long) attention.queries() * hidden()
                        + (long) hidden() * mlp.firstRows()
                        + (long) mlp.width() * hidden();
        return layers.size() * maps;
    }

    /** Its rotation; of several the one that the length of a sequence changes first. */
    Rope rope() {
        return ropes().stream().min(Comparator.comparingInt(Rope::settledUpTo)).orElseThrow();
    }

    /** Its rotations, each once. */
    List<Rope> ropes() {
        return layers.stream().map(DecoderLayer::rope).distinct().toList();
    }

    /** How far back its layers look, each distance once. */
    List<Integer> windows() {
        return layers.stream().map(DecoderLayer::window).distinct().toList();
    }

    /** The same decoder for sequences of at most that many positions. */
    DecoderShape servedUpTo(int positions) {
        Map<Rope, Rope> settled = new HashMap<>();
        List<DecoderLayer> served =
                layers.stream()
                        .map(layer ->
                                layer.turnedBy(
                                        settled.computeIfAbsent(
                                                layer.rope(), rope -> rope.servedUpTo(positions))))
                        .toList();
        return new DecoderShape(embedding, served, attention, mlp, norm, logitCap, context, names);
    }

    DecoderShape named(TensorNames other) {
        return new DecoderShape(embedding, layers, attention, mlp, norm, logitCap, context, other);
    }
}
