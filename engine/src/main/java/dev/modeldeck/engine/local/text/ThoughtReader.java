package dev.modeldeck.engine.local.text;

/**
 * Tells what a model thinks from what it answers, where it thinks first: {@code
 * <think>…</think>answer}, as Qwen, DeepSeek and SmolLM write it. White space around the marks
 * belongs to neither. One for each answer.
 */
final class ThoughtReader {

    static final String OPEN = "<think>";
    static final String CLOSE = "</think>";

    /** What is certain by now; both may be empty. */
    record Piece(String thought, String text) {}

    private enum Where {
        BEFORE,
        THOUGHT,
        /** Between thought and answer. */
        AFTER,
        ANSWER
    }

    private final StringBuilder held = new StringBuilder();
    private final StringBuilder thought = new StringBuilder();
    private final StringBuilder text = new StringBuilder();
    private Where where;
    private boolean anyThought;

    /**
     * @param begun whether the prompt ended with the opening mark
     */
    ThoughtReader(boolean begun) {
        this.where = begun ? Where.THOUGHT : Where.BEFORE;
    }

    Piece add(String piece) {
        for (int i = 0; i < piece.length(); i++) {
            add(piece.charAt(i));
        }
        return take();
    }

    /** The answer has ended: what was held back. */
    Piece finish() {
        switch (where) {
            case BEFORE -> text.append(held);
            case THOUGHT -> thought.append(held.toString().stripTrailing());
            case AFTER, ANSWER -> {}
        }
        held.setLength(0);
        return take();
    }

    private void add(char c) {
        switch (where) {
            case BEFORE -> before(c);
            case THOUGHT -> inThought(c);
            case AFTER -> {
                if (!Character.isWhitespace(c)) {
                    where = Where.ANSWER;
                    text.append(c);
                }
            }
            case ANSWER -> text.append(c);
        }
    }

    private void before(char c) {
        held.append(c);
        String begun = held.toString().stripLeading();
        if (begun.equals(OPEN)) {
            held.setLength(0);
            where = Where.THOUGHT;
        } else if (!OPEN.startsWith(begun)) {
            text.append(held);
            held.setLength(0);
            where = Where.ANSWER;
        }
    }

    /** Holds back white space, which may be the thought's last, and what may be the mark. */
    private void inThought(char c) {
        if (!anyThought && held.isEmpty() && Character.isWhitespace(c)) {
            return;
        }
        held.append(c);
        String ending = held.toString().stripLeading();
        while (!CLOSE.startsWith(ending)) {
            int space = held.length() - ending.length();
            thought.append(held, 0, space + 1);
            held.delete(0, space + 1);
            anyThought = true;
            ending = held.toString().stripLeading();
        }
        if (ending.equals(CLOSE)) {
            held.setLength(0);
            where = Where.AFTER;
        }
    }

    private Piece take() {
        Piece piece = new Piece(thought.toString(), text.toString());
        thought.setLength(0);
        text.setLength(0);
        return piece;
    }
}
