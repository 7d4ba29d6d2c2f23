package dev.modeldeck.engine.registry.format.gguf;

/** What is wrong with a file, as the end of a sentence about it. Never leaves this package. */
final class GgufDamage extends RuntimeException {

    private static final long serialVersionUID = 1L;

    GgufDamage(String what) {
        super(what);
    }

    String what() {
        return String.valueOf(getMessage());
    }
}
