package dev.modeldeck.engine.starter;

import java.util.List;

/**
 * A conversation to learn from.
 *
 * @param system what the system prompt says; empty for none
 * @param turns questions with their answers; a turn with an empty question is plain text without a
 *     conversation around it
 * @param beginningOnly whether only the beginning of the answer is learnt: the part that the
 *     question decides, at a quarter of the cost
 */
record Dialogue(String system, List<Turn> turns, boolean beginningOnly) {

    record Turn(String question, String answer) {}

    Dialogue {
        turns = List.copyOf(turns);
    }
}
