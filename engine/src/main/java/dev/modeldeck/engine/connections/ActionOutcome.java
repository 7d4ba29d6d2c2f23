package dev.modeldeck.engine.connections;

import java.util.List;

/**
 * What came of an action.
 *
 * @param answers of its calls, in their order, as the server sent them
 * @param different what the server made otherwise than planned: {@code before} is what was planned,
 *     {@code after} what the server tells; empty where all is as planned, or cannot be asked
 */
public record ActionOutcome(List<String> answers, List<Change> different) {

    public ActionOutcome {
        answers = List.copyOf(answers);
        different = List.copyOf(different);
    }
}
