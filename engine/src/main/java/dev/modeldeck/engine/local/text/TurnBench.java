package dev.modeldeck.engine.local.text;

import dev.modeldeck.engine.inference.speed.Measure;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.IntStream;

/** What is gained by what is known: prompts read before, conversations that go on, quotations. */
final class TurnBench {

    /** Read before, as what a system prompt says: whole pieces. */
    private static final int KNOWN = 4 * Slot.PIECE;

    private static final int QUESTION = 32;
    private static final int CONVERSATION = 1500;
    private static final int ANSWER = 96;

    private final BenchSequences sequences;
    private final int times;
    private final Map<Measure, Double> figures = new EnumMap<>(Measure.class);

    TurnBench(BenchSequences sequences, int times) {
        this.sequences = sequences;
        this.times = times;
    }

    Map<Measure, Double> figures() {
        return figures;
    }

    /** Different questions after one long beginning. */
    void firstToken() {
        if (!sequences.fit(KNOWN + QUESTION + 1)) {
            return;
        }
        Rounds cold = new Rounds(times);
        Rounds warm = new Rounds(times);
        while (cold.more()) {
            int[] known = sequences.tokens(KNOWN);
            cold.time(() -> ask(joined(known, sequences.tokens(QUESTION))));
            warm.time(() -> ask(joined(known, sequences.tokens(QUESTION))));
        }
        milliseconds(Measure.FIRST_TOKEN_COLD, cold);
        milliseconds(Measure.FIRST_TOKEN_WARM, warm);
    }

    private void ask(int[] prompt) {
        try (Sequence sequence = sequences.open()) {
            sequence.begin(prompt, 1);
        }
    }

    /** The prompt of the second turn is the first turn, its answer and another question. */
    void secondTurn() {
        if (!sequences.fit(CONVERSATION + 2 * QUESTION + 1)) {
            return;
        }
        Rounds first = new Rounds(times);
        Rounds second = new Rounds(times);
        while (first.more()) {
            int[] prompt = sequences.tokens(CONVERSATION);
            int[] answer = sequences.tokens(QUESTION);
            try (Sequence sequence = sequences.open()) {
                first.time(() -> sequence.begin(prompt, QUESTION));
                for (int token : answer) {
                    sequence.next(token);
                }
            }
            int[] next = joined(joined(prompt, answer), sequences.tokens(QUESTION));
            second.time(() -> ask(next));
        }
        milliseconds(Measure.FIRST_TURN, first);
        milliseconds(Measure.SECOND_TURN, second);
    }

    /**
     * The tokens of the answers are given, so it does not matter what the model would say: one
     * answer repeats a part of the prompt, the other has nothing that could be looked up.
     */
    void quoting() {
        if (!sequences.fit(512 + ANSWER)) {
            return;
        }
        Rounds plain = new Rounds(times);
        Rounds quoting = new Rounds(times);
        while (plain.more()) {
            int[] prompt = sequences.tokens(512);
            answer(plain, prompt, sequences.tokens(ANSWER));
            answer(quoting, prompt, Arrays.copyOfRange(prompt, 200, 200 + ANSWER));
        }
        figures.put(Measure.PLAIN_ANSWER, ANSWER / plain.median());
        figures.put(Measure.QUOTING_ANSWER, ANSWER / quoting.median());
    }

    private void answer(Rounds rounds, int[] prompt, int[] answer) {
        try (Sequence sequence = sequences.open()) {
            sequence.begin(prompt, ANSWER);
            sequence.restart();
            rounds.time(() -> {
                for (int token : answer) {
                    sequence.next(token);
                }
            });
        }
    }

    private void milliseconds(Measure measure, Rounds rounds) {
        figures.put(measure, 1e3 * rounds.median());
    }

    private static int[] joined(int[] first, int[] second) {
        return IntStream.concat(Arrays.stream(first), Arrays.stream(second)).toArray();
    }
}
