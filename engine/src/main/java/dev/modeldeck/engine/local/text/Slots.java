package dev.modeldeck.engine.local.text;

import dev.modeldeck.engine.kernel.EngineException;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The decoder's memory, shared out to requests. Who finds no room waits in line; who needs more
 * room gives back what it has and takes anew, before all others, so that nobody waits for somebody
 * who waits. What a request leaves behind is kept for those who go on with it, until the room is
 * needed: then the least recently used goes first.
 */
final class Slots {

    private final int concurrency;
    private final int positions;

    /** In use, and left behind (the least recently used first); all without overlap. */
    private final List<Slot> used = new ArrayList<>();

    private final Deque<Slot> kept = new ArrayDeque<>();
    private final Deque<Thread> line = new ArrayDeque<>();

    /**
     * @param concurrency requests that are served side by side
     * @param positions that all slots have together
     */
    Slots(int concurrency, int positions) {
        this.concurrency = concurrency;
        this.positions = positions;
    }

    /** The slot that holds most of the prompt, whoever uses it; nothing if none holds any. */
    synchronized Optional<Slot> knowing(int[] prompt) {
        return Stream.concat(used.stream(), kept.stream())
                .filter(slot -> slot.shared(prompt) > 0)
                .max(Comparator.comparingInt(slot -> slot.shared(prompt)));
    }

    /**
     * A slot with room for so many positions, where there is one that holds some of the tokens.
     *
     * @param room at most the positions of all
     */
    synchronized Slot take(int[] tokens, int room) {
        line.addLast(Thread.currentThread());
        return await(tokens, room);
    }

    /** The same with more room; what it holds is found there again, or has to be read again. */
    synchronized Slot retake(Slot slot, int[] tokens, int room) {
        line.addFirst(Thread.currentThread());
        giveBack(slot);
        return await(tokens, room);
    }

    private Slot await(int[] tokens, int room) {
        Thread me = Thread.currentThread();
        try {
            while (true) {
                if (line.peek() == me && used.size() < concurrency) {
                    Optional<Slot> found = find(tokens, room);
                    if (found.isPresent()) {
                        used.add(found.get());
                        return found.get();
                    }
                }
                wait();
            }
        } catch (InterruptedException _) {
            me.interrupt();
            throw EngineException.cancelled();
        } finally {
            line.remove(me);
            notifyAll();
        }
    }

    /** What it holds stays there for a while. */
    synchronized void giveBack(Slot slot) {
        used.remove(slot);
        slot.resize(slot.size());
        if (slot.size() > 0) {
            kept.addLast(slot);
        }
        notifyAll();
    }

    private Optional<Slot> find(int[] prompt, int room) {
        Optional<Slot> known =
                kept.stream()
                        .filter(slot -> slot.shared(prompt) > 0)
                        .max(Comparator.comparingInt(slot -> slot.shared(prompt)))
                        .filter(slot -> gapAt(slot) >= room);
        if (known.isPresent()) {
            kept.remove(known.get());
            known.get().resize(room);
            return known;
        }
        if (gap(inOrder(used.stream()), room).isEmpty()) {
            return Optional.empty(); // whatever is given up of what is kept
        }
        Optional<Slot> fresh = gap(inOrder(), room);
        while (fresh.isEmpty()) {
            kept.removeFirst().forget();
            fresh = gap(inOrder(), room);
        }
        return fresh;
    }

    /** Positions from where this slot begins to where the next does. */
    private int gapAt(Slot slot) {
        return inOrder().stream()
                        .mapToInt(Slot::base)
                        .filter(base -> base > slot.base())
                        .findFirst()
                        .orElse(positions)
                - slot.base();
    }

    /** The first gap between these that is long enough. */
    private Optional<Slot> gap(List<Slot> slots, int room) {
        int from = 0;
        for (Slot slot : slots) {
            if (slot.base() - from >= room) {
                break;
            }
            from = slot.end();
        }
        return from + room <= positions ? Optional.of(new Slot(from, room)) : Optional.empty();
    }

    private List<Slot> inOrder() {
        return inOrder(Stream.concat(used.stream(), kept.stream()));
    }

    private static List<Slot> inOrder(Stream<Slot> slots) {
        return slots.sorted(Comparator.comparingInt(Slot::base)).toList();
    }
}
