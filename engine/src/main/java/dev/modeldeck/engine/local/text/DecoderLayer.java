package dev.modeldeck.engine.local.text;

/**
 * What sets the layers of one decoder apart.
 *
 * @param window how many positions a token sees, with its own; 0 for all before it
 */
public record DecoderLayer(int window, Rope rope) {

    DecoderLayer turnedBy(Rope other) {
        return new DecoderLayer(window, other);
    }
}
