package dev.modeldeck.engine.local.text;

import dev.modeldeck.engine.kernel.EngineException;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;

/** The places for sequences in a decoder: who finds none waits in line. */
final class Slots {

    private final Semaphore permits;
    private final List<Slot> all;
    private final List<Slot> free;

    Slots(int count) {
        permits = new Semaphore(count, true);
        all = IntStream.range(0, count).mapToObj(Slot::new).toList();
        free = new ArrayList<>(all);
    }

    /** The slot that holds most of the prompt, whoever uses it. */
    Slot knowing(int[] prompt) {
        return mostShared(all, prompt);
    }

    /** The free slot that holds most of the prompt; of equals the one that was free for longest. */
    Slot take(int[] prompt) {
        try {
            permits.acquire();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw EngineException.cancelled();
        }
        synchronized (free) {
            Slot best = mostShared(free, prompt);
            Slot chosen = best.shared(prompt) > 0 ? best : free.getFirst();
            free.remove(chosen);
            return chosen;
        }
    }

    private static Slot mostShared(List<Slot> slots, int[] prompt) {
        return slots.stream()
                .max(Comparator.comparingInt(slot -> slot.shared(prompt)))
                .orElseThrow();
    }

    void giveBack(Slot slot) {
        synchronized (free) {
            free.add(slot);
        }
        permits.release();
    }
}
