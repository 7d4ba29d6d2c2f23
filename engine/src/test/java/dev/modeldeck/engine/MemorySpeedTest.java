package dev.modeldeck.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldeck.engine.storage.Database;
import dev.modeldeck.engine.storage.SettingsStore;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicInteger;

class MemorySpeedTest {

    @TempDir private Path folder;

    @Test
    void it_is_measured_once_a_run_and_the_best_of_all_runs_counts() {
        try (Database database = Database.open(folder.resolve("modeldeck.db"))) {
            SettingsStore store = new SettingsStore(database);
            AtomicInteger measured = new AtomicInteger();
            MemorySpeed first =
                    new MemorySpeed(
                            store, () -> OptionalDouble.of(2e10 + measured.incrementAndGet()));
            assertThat(first.bytesPerSecond("a processor")).hasValue(2e10 + 1);
            assertThat(first.bytesPerSecond("a processor")).hasValue(2e10 + 1);
            assertThat(run(store, 1e10, "a processor")).isEqualTo(2e10 + 1);
            assertThat(run(store, 3e10, "a processor")).isEqualTo(3e10);
            assertThat(run(store, 1e10, "another processor")).isEqualTo(1e10);
        }
    }

    @Test
    void what_was_kept_by_another_version_is_measured_anew() {
        try (Database database = Database.open(folder.resolve("modeldeck.db"))) {
            SettingsStore store = new SettingsStore(database);
            store.write("memory-speed", "\"fast\"");
            assertThat(run(store, 1e10, "a processor")).isEqualTo(1e10);
        }
    }

    private static double run(SettingsStore store, double bytesPerSecond, String processor) {
        return new MemorySpeed(store, () -> OptionalDouble.of(bytesPerSecond))
                .bytesPerSecond(processor)
                .orElseThrow();
    }
}
