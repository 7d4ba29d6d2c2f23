package dev.modeldeck.engine.inference;

/** Tokens read and written; both 0 for calls without tokens. */
public record Usage(int promptTokens, int completionTokens) {

    public static final Usage NONE = new Usage(0, 0);

    public int totalTokens() {
        return promptTokens + completionTokens;
    }
}
