package dev.modeldeck.engine.starter;

import java.util.List;
import java.util.Map;

/**
 * One thing the chat model knows: an answer, the questions that lead to it, and follow-ups.
 *
 * @param weight how often it is drawn while training, against 1 for most topics
 * @param names what the topic is about, with an article ("a token"); filled into definition
 *     questions
 * @param questions asked while training; may hold slots such as {@code {country}}
 * @param heldOut never trained on, only measured
 * @param followUps answers to a second turn, by kind: more, why, example
 */
record Topic(
        String id,
        int weight,
        List<String> names,
        List<String> questions,
        List<String> heldOut,
        String answer,
        Map<String, String> followUps) {

    Topic {
        names = List.copyOf(names);
        questions = List.copyOf(questions);
        heldOut = List.copyOf(heldOut);
        followUps = Map.copyOf(followUps);
        if (questions.isEmpty() || heldOut.isEmpty() || answer.isBlank()) {
            throw new IllegalArgumentException(
                    "Topic " + id + " needs questions (?), held-out questions (!), an answer (=).");
        }
    }
}
