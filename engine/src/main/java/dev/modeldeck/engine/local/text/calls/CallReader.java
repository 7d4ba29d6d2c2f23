package dev.modeldeck.engine.local.text.calls;

import dev.modeldeck.engine.inference.TextChunk.CallPiece;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** Tells text and calls apart while an answer is written. One for each answer. */
public interface CallReader {

    /**
     * A piece of an answer.
     *
     * @param text empty where it is of a call
     * @param call null where it is text
     */
    record Piece(String text, @Nullable CallPiece call) {}

    /** Adds a piece of the answer and gives what is certain by now. */
    List<Piece> add(String text);

    /** The answer has ended: what was held back. */
    List<Piece> finish();

    /** How many calls are whole by now. */
    int completed();
}
