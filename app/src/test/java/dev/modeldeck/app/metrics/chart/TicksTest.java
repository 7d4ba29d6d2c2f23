package dev.modeldeck.app.metrics.chart;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;

class TicksTest {

    @Test
    void values_are_round_and_cover_the_largest() {
        assertThat(Ticks.values(0, 4)).containsExactly(0.0, 0.5, 1.0);
        assertThat(Ticks.values(7.3, 4)).containsExactly(0.0, 2.0, 4.0, 6.0, 8.0);
        assertThat(Ticks.values(1234, 4)).last().isEqualTo(1500.0);
        assertThat(Ticks.values(0.03, 4)).last().isEqualTo(0.03);
    }

    @Test
    void times_are_round_in_the_zone_and_within_the_span() {
        ZoneId zone = ZoneId.of("Asia/Kolkata");
        Instant from = Instant.parse("2026-03-01T10:03:20Z");
        List<Instant> ticks = Ticks.times(from, from.plusSeconds(3600), 6, zone);
        assertThat(ticks)
                .hasSizeBetween(3, 6)
                .allSatisfy(t -> assertThat(t.atZone(zone).getMinute() % 5).isZero())
                .allSatisfy(t -> assertThat(t).isBetween(from, from.plusSeconds(3600)));
    }

    @Test
    void numbers_are_as_short_as_they_can_be() {
        assertThat(Ticks.number(0)).isEqualTo("0");
        assertThat(Ticks.number(0.25)).isEqualTo("0.25");
        assertThat(Ticks.number(12.5)).isEqualTo("12.5");
        assertThat(Ticks.number(100)).isEqualTo("100");
        assertThat(Ticks.number(1234.4)).isEqualTo("1,234");
        assertThat(Ticks.number(2_000_000)).isEqualTo("2M");
        assertThat(Ticks.number(Double.NaN)).isEqualTo("–");
    }
}
