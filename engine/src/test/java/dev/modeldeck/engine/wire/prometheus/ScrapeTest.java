package dev.modeldeck.engine.wire.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Map;

class ScrapeTest {

    @Test
    void comments_names_with_colons_labels_and_times_are_read() {
        Scrape scrape =
                Scrape.parse(
                        """
                        # HELP vllm:num_requests_running Number of requests in model execution batches.
                        # TYPE vllm:num_requests_running gauge
                        vllm:num_requests_running{engine="0",model_name="org/m"} 8.0

                        http_requests_total{method="post",code="200",} 1027 1395066363000
                        up 1
                          spaced  {  a = "b" ,c="d"}   3  \t
                        """);
        assertThat(scrape.of("vllm:num_requests_running"))
                .containsExactly(
                        new Sample(
                                "vllm:num_requests_running",
                                Map.of("engine", "0", "model_name", "org/m"),
                                8));
        assertThat(scrape.of("http_requests_total").getFirst().value()).isEqualTo(1027);
        assertThat(scrape.of("http_requests_total").getFirst().label("code")).isEqualTo("200");
        assertThat(scrape.of("up")).containsExactly(new Sample("up", Map.of(), 1));
        assertThat(scrape.of("spaced").getFirst().labels()).isEqualTo(Map.of("a", "b", "c", "d"));
        assertThat(scrape.of("none")).isEmpty();
    }

    @Test
    void a_histogram_has_its_sum_and_count_and_buckets() {
        Scrape scrape =
                Scrape.parse(
                        """
                        # TYPE t histogram
                        t_bucket{le="0.05"} 24054
                        t_bucket{le="+Inf"} 144320 # {trace_id="x"} 0.67
                        t_sum 53423.5
                        t_count 144320
                        """);
        assertThat(scrape.of("t_bucket"))
                .extracting(s -> s.label("le"))
                .isEqualTo(List.of("0.05", "+Inf"));
        assertThat(scrape.of("t_bucket").getLast().value()).isEqualTo(144320);
        assertThat(scrape.of("t_sum").getFirst().value()).isEqualTo(53423.5);
        assertThat(scrape.of("t_count").getFirst().value()).isEqualTo(144320);
    }

    @ParameterizedTest
    @CsvSource({
        "NaN,NaN",
        "+Inf,Infinity",
        "-Inf,-Infinity",
        "8.128902e+06,8128902",
        "-1,-1",
        "Nan,NaN"
    })
    void every_form_of_a_number_is_read(String written, double value) {
        assertThat(Scrape.parse("a " + written).of("a").getFirst().value())
                .isEqualTo(Double.valueOf(value));
    }

    @Test
    void what_is_escaped_in_a_label_is_what_was_meant() {
        Sample sample = Scrape.parse("a{p=\"C:\\\\x\\\"y\\nz,}{=\"} 1").of("a").getFirst();
        assertThat(sample.label("p")).isEqualTo("C:\\x\"y\nz,}{=");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "a x",
                "a{",
                "a{b",
                "a{b=",
                "a{b=c} 1",
                "a{b=\"c} 1",
                "{} 1",
                "<html>",
                "a{b=\"c\"}"
            })
    void a_broken_line_is_left_out_and_the_next_is_read(String broken) {
        Scrape scrape = Scrape.parse(broken + "\r\nnext 2\r\n");
        assertThat(scrape.of("a")).isEmpty();
        assertThat(scrape.of("next").getFirst().value()).isEqualTo(2);
        assertThat(Scrape.parse(broken).isEmpty()).isTrue();
    }
}
