package dev.modeldeck.engine.local.text;

import dev.modeldeck.engine.kernel.EngineException;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Semaphore;

/** The places for sequences in a decoder: who finds none waits in line. */
final class Slots {

    private final Semaphore permits;
    private final List<Slot> free = new ArrayList<>();

    Slots(int count) {
        permits = new Semaphore(count, true);
        for (int i = 0; i < count; i++) {
            free.add(new Slot(i));
        }
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
            Slot best =
                    free.stream()
                            .max(Comparator.comparingInt(slot -> slot.shared(prompt)))
                            .orElseThrow();
            Slot chosen = best.shared(prompt) > 0 ? best : free.getFirst();
            free.remove(chosen);
            return chosen;
        }
    }

    void giveBack(Slot slot) {
        synchronized (free) {
            free.add(slot);
        }
        permits.release();
    }
}
