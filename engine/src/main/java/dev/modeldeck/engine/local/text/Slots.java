package dev.modeldeck.engine.local.text;

import dev.modeldeck.engine.kernel.EngineException;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.stream.IntStream;

/** The places for sequences in a decoder: who finds none waits in line. */
final class Slots {

    private final BlockingQueue<Integer> free;

    Slots(int count) {
        free = new ArrayBlockingQueue<>(count, true, IntStream.range(0, count).boxed().toList());
    }

    int take() {
        try {
            return free.take();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw EngineException.cancelled();
        }
    }

    void giveBack(int slot) {
        free.add(slot);
    }
}
