package dev.modeldeck.engine.local.text;

import dev.modeldeck.engine.local.text.calls.CallReader;
import dev.modeldeck.engine.local.text.constraint.Constraint;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What the answers to one request are held to and how they are read.
 *
 * @param constraint for each answer one
 * @param calls for each answer one; empty where there are no tools
 * @param notHeld places in schemas to which answers are not held
 * @param thinks whether the model may think before it answers, and so writes its thoughts apart
 */
record AnswerPlan(
        Supplier<Constraint> constraint,
        Optional<Calls> calls,
        List<String> notHeld,
        boolean thinks) {

    /** Any text. */
    static final AnswerPlan FREE = new AnswerPlan(Constraint::none, Optional.empty(), List.of());

    AnswerPlan(Supplier<Constraint> constraint, Optional<Calls> calls, List<String> notHeld) {
        this(constraint, calls, notHeld, false);
    }

    AnswerPlan thinking(boolean may) {
        return new AnswerPlan(constraint, calls, notHeld, may);
    }

    /**
     * How calls of tools are found.
     *
     * @param marks texts that special tokens stand for, by the token
     * @param single whether the answer ends with the first call
     * @param only whether there is nothing but calls: the begin of one is never text
     */
    record Calls(
            Supplier<CallReader> reader,
            Map<Integer, String> marks,
            boolean single,
            boolean only) {}
}
