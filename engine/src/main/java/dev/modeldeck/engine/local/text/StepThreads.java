package dev.modeldeck.engine.local.text;

import dev.modeldeck.engine.local.torchscript.TorchRuntime;

import java.util.HashMap;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * The threads that a decoder's steps are computed with. Every operation hands its work out to them
 * and waits for all: on a quiet machine two read a model's weights almost twice as fast as one, but
 * where somebody else uses a core, each of some hundred operations waits for the slower one. So
 * their number is chosen by measuring, for steps of one token, for joint steps and for pieces of
 * prompts apart.
 */
final class StepThreads {

    /** Reading all weights takes about as long as computing so many tokens with them. */
    private static final int WEIGHTS = 16;

    private final int most;

    /** By the magnitude of the number of tokens. */
    private final Map<Integer, ThreadChoice> choices = new HashMap<>();

    /** Begins with all threads that the calling thread computes with. */
    StepThreads() {
        this.most = TorchRuntime.threads();
    }

    /** Computes so many tokens with the threads that are best for so many. */
    <T> T compute(int tokens, IntFunction<T> step) {
        ThreadChoice choice = choice(tokens);
        int count = choice.next();
        TorchRuntime.useThreads(count);
        try {
            long begin = System.nanoTime();
            T outcome = step.apply(count);
            choice.took((double) (System.nanoTime() - begin) / (tokens + WEIGHTS));
            return outcome;
        } finally {
            TorchRuntime.useThreads(most); // for what else is done on this thread
        }
    }

    /** Whether enough steps of so many tokens were computed to choose. */
    boolean settled(int tokens) {
        return choice(tokens).settled();
    }

    private ThreadChoice choice(int tokens) {
        return choices.computeIfAbsent(
                Integer.numberOfLeadingZeros(tokens), _ -> new ThreadChoice(most));
    }
}
