package dev.modeldeck.engine.inference.speed;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

class SpeedReportTest {

    private static final ModelSpeed AUTO =
            ModelSpeed.of(
                    "auto",
                    "bf16",
                    Map.of(
                            Measure.DECODE_128, 45.678,
                            Measure.LOAD, 1.5,
                            Measure.PREFILL_2048, 12345.6));

    private static final ModelSpeed INT8 =
            ModelSpeed.of("int8", "int8", Map.of(Measure.DECODE_128, 123.4567));

    private static final ModelSpeed INT4 = ModelSpeed.unknown("int4", "Choose int8.");

    private static final SpeedReport REPORT =
            new SpeedReport("my model", "A processor", 2, 1, 0.25, 1.75, List.of(AUTO, INT8, INT4));

    @Test
    void the_table_has_a_column_for_each_type_and_a_row_for_each_figure_that_one_of_them_has() {
        assertThat(SpeedTable.of(REPORT).lines())
                .containsExactly(
                        "my model",
                        "A processor, 2 cores, 1 thread; load average 0.25 before, 1.75 after",
                        "",
                        "                                   auto (bf16)  int8",
                        "of that, loading the model      s         1.50     –",
                        "prefill of 2,048            tok/s       12,346     –",
                        "decode at context 128       tok/s         45.7   123",
                        "int4: Choose int8.");
    }

    @Test
    void a_machine_that_does_not_tell_its_load_is_said_not_to() {
        SpeedReport silent = new SpeedReport("m", "P", 1, 1, -1, -1, List.of(INT8));
        assertThat(SpeedTable.of(silent)).contains("P, 1 core, 1 thread; load average unknown");
        assertThat(json(silent).has("load_average_before")).isFalse();
    }

    @Test
    void the_json_names_figures_with_their_units_and_leaves_out_what_was_not_measured() {
        JsonNode json = json(REPORT);
        assertThat(json.propertyNames())
                .containsExactly(
                        "model",
                        "processor",
                        "cores",
                        "threads",
                        "load_average_before",
                        "load_average_after",
                        "dtypes");
        assertThat(json.path("cores").asInt()).isEqualTo(2);
        assertThat(json.path("load_average_after").asDouble()).isEqualTo(1.75);
        JsonNode auto = json.path("dtypes").path(0);
        assertThat(auto.path("dtype").asString()).isEqualTo("auto");
        assertThat(auto.path("kept").asString()).isEqualTo("bf16");
        assertThat(auto.path("figures").propertyNames())
                .containsExactly(
                        "load_seconds",
                        "prefill_2048_tokens_per_second",
                        "decode_128_tokens_per_second");
        assertThat(auto.path("figures").path("decode_128_tokens_per_second").asDouble())
                .isEqualTo(45.678);
        assertThat(json.path("dtypes").path(2).path("trouble").asString())
                .isEqualTo("Choose int8.");
        assertThat(json.path("dtypes").path(2).has("figures")).isFalse();
    }

    @Test
    void what_a_process_writes_is_read_as_it_was() {
        ModelSpeed round = ModelSpeed.of("fp16", "fp16", Map.of(Measure.FLOOR, 81.0));
        for (ModelSpeed speed : List.of(AUTO, round, INT4)) {
            ModelSpeed read = SpeedJson.read(SpeedJson.of(speed));
            assertThat(read).isEqualTo(speed);
        }
    }

    @Test
    void every_figure_has_a_name_of_its_own() {
        assertThat(Arrays.stream(Measure.values()).map(Measure::key)).doesNotHaveDuplicates();
        assertThat(Arrays.stream(Measure.values()).map(Measure::label)).doesNotHaveDuplicates();
    }

    private static JsonNode json(SpeedReport report) {
        return JsonMapper.shared().readTree(SpeedJson.write(report));
    }
}
