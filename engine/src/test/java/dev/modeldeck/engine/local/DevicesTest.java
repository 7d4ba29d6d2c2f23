package dev.modeldeck.engine.local;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

import java.time.Duration;
import java.util.List;

class DevicesTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Test
    void the_processor_is_always_there() {
        Device cpu = Devices.processor();
        assertThat(cpu.id()).isEqualTo("cpu");
        assertThat(cpu.label()).startsWith("CPU, ");
        assertThat(cpu.freeBytes()).isPositive().isLessThanOrEqualTo(cpu.totalBytes());
        assertThat(Devices.list().getFirst().label()).isEqualTo(cpu.label());
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void cards_are_read_from_the_drivers_tool() {
        List<Device> cards =
                Devices.cards(
                        List.of(
                                "printf",
                                "0, NVIDIA L4, 23034, 22514\\n1, [Not Supported], x, y\\n"),
                        PATIENCE);
        assertThat(cards)
                .containsExactly(new Device("cuda:0", "NVIDIA L4", 23034L << 20, 22514L << 20));
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void a_tool_that_is_missing_fails_or_hangs_means_no_cards() {
        assertThat(Devices.cards(List.of("no-such-tool-anywhere"), PATIENCE)).isEmpty();
        assertThat(Devices.cards(List.of("false"), PATIENCE)).isEmpty();
        long before = System.nanoTime();
        assertThat(Devices.cards(List.of("sleep", "60"), Duration.ofMillis(50))).isEmpty();
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(30));
    }
}
