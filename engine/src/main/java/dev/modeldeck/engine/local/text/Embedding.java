package dev.modeldeck.engine.local.text;

/**
 * The matrix that turns tokens into vectors.
 *
 * @param tied whether it also turns the last layer's vectors into logits
 * @param scale vectors are multiplied by it
 * @param positions whether each position has a learnt vector of its own, which is added
 */
public record Embedding(int vocabulary, int hidden, boolean tied, double scale, boolean positions) {

    static Embedding of(int vocabulary, int hidden, boolean tied) {
        return new Embedding(vocabulary, hidden, tied, 1, false);
    }

    Embedding scaled(double factor) {
        return new Embedding(vocabulary, hidden, tied, factor, positions);
    }

    Embedding withPositions() {
        return new Embedding(vocabulary, hidden, tied, scale, true);
    }
}
