package dev.modeldeck.engine.connections;

import dev.modeldeck.engine.kernel.Problem;

import java.util.List;

/**
 * What came of an action.
 *
 * @param answers of its calls, in their order, as the server sent them
 * @param readBack what the server tells afterwards
 */
public record ActionOutcome(List<String> answers, ReadBack readBack) {

    public ActionOutcome {
        answers = List.copyOf(answers);
    }

    /** What the server was read to have made of it. */
    public sealed interface ReadBack {

        /** There is nothing that could be asked. */
        record Nothing() implements ReadBack {}

        record AsPlanned() implements ReadBack {}

        /**
         * @param changes {@code before} is what was planned, {@code after} what the server tells
         */
        record Otherwise(List<Change> changes) implements ReadBack {
            public Otherwise {
                changes = List.copyOf(changes);
            }
        }

        /** All calls went through, but what became of it is not known. */
        record Unread(Problem why) implements ReadBack {}
    }

    /** What the server made otherwise than planned, as far as that could be read. */
    public List<Change> different() {
        return switch (readBack) {
            case ReadBack.Otherwise otherwise -> otherwise.changes();
            case ReadBack.Nothing _, ReadBack.AsPlanned _, ReadBack.Unread _ -> List.of();
        };
    }
}
