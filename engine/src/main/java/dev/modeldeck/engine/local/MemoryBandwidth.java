package dev.modeldeck.engine.local;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandleProxies;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * How fast this machine reads its main memory, with all cores together. The C library's {@code
 * memchr} looks for a byte that is not there: it reads as fast as the processor can from the first
 * call on, where a loop in Java would measure its own compilation.
 */
public final class MemoryBandwidth {

    /** More than the caches of a desktop hold. */
    private static final long BYTES = 256L << 20;

    /** The best counts: whatever else runs only slows a round down. */
    private static final int ROUNDS = 6;

    private static final byte FILLED = 1;
    private static final int MISSING = 2;

    private MemoryBandwidth() {}

    /** The C library's function. */
    @FunctionalInterface
    public interface Search {
        MemorySegment find(MemorySegment in, int value, long bytes);
    }

    /**
     * Bytes a second; nothing where it cannot be measured. Takes a fraction of a second and 256 MB
     * meanwhile.
     */
    public static OptionalDouble measure() {
        return memchr().map(search -> best(search, BYTES)).orElseGet(OptionalDouble::empty);
    }

    private static Optional<Search> memchr() {
        Linker linker = Linker.nativeLinker();
        FunctionDescriptor type =
                FunctionDescriptor.of(
                        ValueLayout.ADDRESS,
                        ValueLayout.ADDRESS,
                        ValueLayout.JAVA_INT,
                        ValueLayout.JAVA_LONG);
        return linker.defaultLookup()
                .find("memchr")
                .map(address ->
                        MethodHandleProxies.asInterfaceInstance(
                                Search.class, linker.downcallHandle(address, type)));
    }

    private static OptionalDouble best(Search memchr, long bytes) {
        int threads = Runtime.getRuntime().availableProcessors();
        long each = bytes / threads;
        try (Arena arena = Arena.ofShared();
                ExecutorService pool =
                        Executors.newFixedThreadPool(
                                threads, Thread.ofPlatform().daemon().factory())) {
            List<Callable<MemorySegment>> filling = new ArrayList<>();
            List<Callable<MemorySegment>> reading = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                MemorySegment part = arena.allocate(each);
                // Pages that were never written are all the same page.
                filling.add(() -> part.fill(FILLED));
                reading.add(() -> memchr.find(part, MISSING, each));
            }
            pool.invokeAll(filling);
            long shortest = Long.MAX_VALUE;
            for (int round = 0; round < ROUNDS; round++) {
                long begin = System.nanoTime();
                pool.invokeAll(reading);
                shortest = Math.min(shortest, System.nanoTime() - begin);
            }
            return OptionalDouble.of(1e9 * each * threads / shortest);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return OptionalDouble.empty();
        }
    }
}
