package dev.modeldeck.engine.local.text.calls;

import dev.modeldeck.engine.inference.TextChunk.CallPiece;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Collects what a reader has found out. White space between text and calls belongs to neither and
 * is left out.
 */
final class Pieces {

    /** Mistral's templates insist on ids like this; others take any. */
    private static final int ID_LENGTH = 9;

    private static final String ID_LETTERS =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    private final List<CallReader.Piece> found = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();
    private final StringBuilder space = new StringBuilder();
    private final StringBuilder arguments = new StringBuilder();
    private boolean anyText;
    private int begun;
    private int completed;

    void text(CharSequence some) {
        if (!arguments.isEmpty()) {
            flush();
        }
        for (int i = 0; i < some.length(); i++) {
            char c = some.charAt(i);
            if (Character.isWhitespace(c)) {
                space.append(c);
            } else {
                text.append(space).append(c);
                space.setLength(0);
                anyText = true;
            }
        }
    }

    /** Whether anything but white space was text. */
    boolean anyText() {
        return anyText;
    }

    /**
     * A call begins.
     *
     * @param id empty to make one up
     */
    void begin(String id, String name) {
        flush();
        space.setLength(0);
        String known = id.isEmpty() ? newId() : id;
        found.add(new CallReader.Piece("", new CallPiece(begun++, known, name, "")));
    }

    /** More arguments of the call that was begun last. */
    void arguments(String some) {
        arguments.append(some);
    }

    void complete() {
        completed++;
    }

    int completed() {
        return completed;
    }

    /** What was found since this was last asked. */
    List<CallReader.Piece> take() {
        flush();
        List<CallReader.Piece> taken = List.copyOf(found);
        found.clear();
        return taken;
    }

    /** At the end, white space belongs to a text that is all there is. */
    List<CallReader.Piece> finish() {
        if (begun == 0) {
            text.append(space);
        }
        return take();
    }

    private void flush() {
        if (!text.isEmpty()) {
            found.add(new CallReader.Piece(text.toString(), null));
            text.setLength(0);
        }
        if (!arguments.isEmpty()) {
            CallPiece piece = new CallPiece(begun - 1, "", "", arguments.toString());
            found.add(new CallReader.Piece("", piece));
            arguments.setLength(0);
        }
    }

    private static String newId() {
        RandomGenerator random = RandomGenerator.getDefault();
        StringBuilder id = new StringBuilder(ID_LENGTH);
        for (int i = 0; i < ID_LENGTH; i++) {
            id.append(ID_LETTERS.charAt(random.nextInt(ID_LETTERS.length())));
        }
        return id.toString();
    }
}
