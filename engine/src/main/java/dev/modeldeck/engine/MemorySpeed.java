package dev.modeldeck.engine;

import dev.modeldeck.engine.local.MemoryBandwidth;
import dev.modeldeck.engine.storage.SettingsStore;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

import java.util.OptionalDouble;
import java.util.function.Supplier;

/**
 * How fast this machine's memory is read: measured when somebody first asks in a run of the
 * program. The best of all runs counts, because other programs make a measurement smaller, never
 * larger; a home folder that moves to another machine begins anew.
 */
final class MemorySpeed {

    private static final Logger LOG = LoggerFactory.getLogger(MemorySpeed.class);

    private static final String KEY = "memory-speed";
    private static final JsonMapper JSON = new JsonMapper();

    /**
     * What is kept.
     *
     * @param machine on which it was measured
     */
    private record Kept(String machine, double bytesPerSecond) {}

    private final SettingsStore store;
    private final Supplier<OptionalDouble> measure;
    private OptionalDouble measured = OptionalDouble.empty();
    private boolean asked;

    /**
     * @param measure as {@link MemoryBandwidth#measure} does
     */
    MemorySpeed(SettingsStore store, Supplier<OptionalDouble> measure) {
        this.store = store;
        this.measure = measure;
    }

    /**
     * Bytes a second; nothing where it cannot be measured.
     *
     * @param machine its processor, by which it is known again
     */
    synchronized OptionalDouble bytesPerSecond(String machine) {
        if (!asked) {
            asked = true;
            measured = best(machine);
        }
        return measured;
    }

    private OptionalDouble best(String machine) {
        OptionalDouble now = measure.get();
        double before = kept(machine);
        if (now.isEmpty() || now.getAsDouble() <= before) {
            return before > 0 ? OptionalDouble.of(before) : now;
        }
        store.write(KEY, JSON.writeValueAsString(new Kept(machine, now.getAsDouble())));
        return now;
    }

    private double kept(String machine) {
        try {
            return store.read(KEY)
                    .map(json -> JSON.readValue(json, Kept.class))
                    .filter(kept -> kept.machine().equals(machine))
                    .map(Kept::bytesPerSecond)
                    .orElse(0.0);
        } catch (JacksonException e) {
            LOG.warn("The memory's speed that was kept cannot be read; it is measured anew.");
            return 0;
        }
    }
}
