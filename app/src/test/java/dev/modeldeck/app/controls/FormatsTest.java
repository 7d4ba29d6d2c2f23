package dev.modeldeck.app.controls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldeck.engine.inference.SettingSpec;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

class FormatsTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    @Test
    void a_day_that_is_typed_reads_as_it_is_written() {
        DayWords words = new DayWords();
        LocalDate day = LocalDate.of(2026, 11, 7);
        assertThat(words.toString(day)).isEqualTo("7 Nov 2026");
        assertThat(words.fromString(" 7 Nov 2026")).isEqualTo(day);
        assertThat(words.fromString("")).isNull();
    }

    @Test
    void sizes_read_in_units_of_1024() {
        assertThat(Formats.bytes(0)).isEqualTo("0 bytes");
        assertThat(Formats.bytes(1)).isEqualTo("1 byte");
        assertThat(Formats.bytes(1536)).isEqualTo("1.5 KB");
        assertThat(Formats.bytes(150L << 20)).isEqualTo("150 MB");
        assertThat(Formats.bytes(3L << 40)).isEqualTo("3.0 TB");
    }

    @Test
    void times_read_as_a_person_says_them() {
        assertThat(Formats.ago(NOON, NOON.plusSeconds(20))).isEqualTo("just now");
        assertThat(Formats.ago(NOON, NOON.plusSeconds(130))).isEqualTo("2 min ago");
        assertThat(Formats.ago(NOON, NOON.plusSeconds(3 * 3_600))).isEqualTo("3 h ago");
        assertThat(Formats.ago(NOON, NOON.plusSeconds(30 * 3_600))).isEqualTo("yesterday");
        assertThat(Formats.ago(NOON, NOON.plusSeconds(30 * 86_400))).isEqualTo("1 Mar 2026");
    }

    @Test
    void durations_keep_the_digits_that_matter() {
        assertThat(Formats.millis(0.84)).isEqualTo("0.8 ms");
        assertThat(Formats.millis(124.4)).isEqualTo("124 ms");
        assertThat(Formats.millis(2_312)).isEqualTo("2.31 s");
        assertThat(Formats.millis(72_000)).isEqualTo("1 min 12 s");
        assertThat(Formats.count(1_235_814_400L)).isEqualTo("1.2 B");
    }

    @Test
    void a_setting_takes_what_its_kind_says() {
        assertThat(complaint(new SettingSpec.Kind.Whole(1, 9), "5")).isFalse();
        assertThat(complaint(new SettingSpec.Kind.Whole(1, 9), "10")).isTrue();
        assertThat(complaint(new SettingSpec.Kind.Whole(1, 9), "five")).isTrue();
        assertThat(complaint(new SettingSpec.Kind.Decimal(0, 2), "0.7")).isFalse();
        assertThat(complaint(new SettingSpec.Kind.Decimal(0, 2), "NaN")).isTrue();
        assertThat(complaint(new SettingSpec.Kind.Choice(List.of("a")), "b")).isTrue();
    }

    private static boolean complaint(SettingSpec.Kind kind, String value) {
        return SettingCheck.complaint(new SettingSpec("k", "K", "", kind, ""), value).isPresent();
    }

    @Test
    void rates_are_no_more_exact_than_they_are_meant() {
        assertThat(Formats.rate(4.04)).isEqualTo("4.0");
        assertThat(Formats.rate(2045.1)).isEqualTo("2,045");
    }

    @Test
    void a_divergence_that_is_tiny_is_not_said_to_be_nothing() {
        assertThat(Formats.nats(0.00672)).isEqualTo("0.0067");
        assertThat(Formats.nats(0.00003)).isEqualTo("< 0.0001");
        assertThat(Formats.nats(0)).isEqualTo("0");
    }
}
