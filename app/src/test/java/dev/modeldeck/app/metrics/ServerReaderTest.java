package dev.modeldeck.app.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldeck.app.metrics.chart.ChartData;
import dev.modeldeck.app.metrics.chart.ChartSpec;
import dev.modeldeck.app.metrics.chart.ServerCharts;
import dev.modeldeck.engine.connections.Figure;
import dev.modeldeck.engine.connections.Figure.Measure;
import dev.modeldeck.engine.connections.FigureHistory;
import dev.modeldeck.engine.connections.Ratio;
import dev.modeldeck.engine.connections.Reading;
import dev.modeldeck.engine.endpoints.ServedEntity.Connected;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

class ServerReaderTest {

    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
    private static final Steps STEPS = new Steps(START, Duration.ofSeconds(10), 2);

    private static final Connected GPU_HOST = new Connected("", "GPU host");

    private final FigureHistory history = new FigureHistory();

    @Test
    void only_what_the_server_tells_is_drawn() {
        looks(new Figure(Measure.GPU_MEMORY_BYTES, "", 24e9));
        ServerFigures read = read(Set.of());
        assertThat(read.charts()).extracting(ChartSpec::id).containsExactly("server-memory");
        assertThat(read.data().get("server-memory"))
                .isEqualTo(
                        new ChartData(
                                START,
                                Duration.ofSeconds(10),
                                List.of(new ChartData.Line("GPU", List.of(24e3, 24e3)))));
    }

    @Test
    void seconds_shares_and_bytes_are_drawn_in_the_units_of_the_charts() {
        history.add(START, figures(0, 0));
        history.add(START.plusSeconds(10), figures(5, 2));
        history.add(START.plusSeconds(20), figures(10, 4));
        ServerFigures read = read(Set.of());
        assertThat(first(read, "server-time")).containsExactly(400.0, 400.0);
        assertThat(first(read, "server-kv-cache")).containsExactly(50.0, 50.0);
        assertThat(first(read, "server-requests")).containsExactly(0.5, 0.5);
    }

    private static List<Figure> figures(double requests, double seconds) {
        return List.of(
                new Figure(Measure.REQUESTS, "", requests),
                new Figure(Measure.REQUEST_SECONDS, "", seconds),
                new Figure(Measure.KV_CACHE_USED, "", 0.5));
    }

    @Test
    void an_endpoints_model_stands_alone_and_next_to_it_what_is_told_of_the_server_as_a_whole() {
        looks(
                new Figure(Measure.REQUESTS_RUNNING, "qwen3", 2),
                new Figure(Measure.REQUESTS_WAITING, "qwen3", 1),
                new Figure(Measure.REQUESTS_RUNNING, "other", 9),
                new Figure(Measure.GPU_USED, "", 0.25));
        ServerFigures read = read(Set.of("qwen3"));
        assertThat(read.charts())
                .extracting(ChartSpec::id)
                .containsExactly("server-load", "server-use");
        assertThat(read.data().get("server-load").lines())
                .containsExactly(
                        new ChartData.Line("Running", List.of(2.0, 2.0)),
                        new ChartData.Line("Waiting", List.of(1.0, 1.0)));
        assertThat(first(read, "server-use")).containsExactly(25.0, 25.0);
        assertThat(read(Set.of("unknown")).charts())
                .extracting(ChartSpec::id)
                .containsExactly("server-use");
    }

    @Test
    void several_models_stand_side_by_side_the_busiest_of_many() {
        looks(
                IntStream.range(0, 8)
                        .mapToObj(i -> new Figure(Measure.REQUESTS_RUNNING, "m" + i, 10 - i))
                        .toArray(Figure[]::new));
        assertThat(read(Set.of()).data().get("server-load").lines())
                .extracting(ChartData.Line::label)
                .containsExactly("m0", "m1", "m2", "m3", "m4");
        assertThat(read(Set.of("m6", "m7")).data().get("server-load").lines())
                .extracting(ChartData.Line::label)
                .containsExactly("m6", "m7");
    }

    @Test
    void a_server_that_is_gone_or_tells_nothing_takes_no_room() {
        ServerReader reader =
                new ServerReader(server ->
                        server.id().equals("silent")
                                ? Optional.of(new ServerReader.Found("silent", history))
                                : Optional.empty());
        List<Remote> servers = List.of(Remote.all("silent"), Remote.all("gone"));
        assertThat(reader.read(servers, STEPS)).isEmpty();
        looks(new Figure(Measure.GPU_USED, "", 1));
        assertThat(reader.read(servers, STEPS))
                .extracting(ServerFigures::server)
                .containsExactly("silent");
    }

    @Test
    void an_endpoint_leads_to_its_servers_each_once_with_the_chosen_models() {
        var mixed = Samples.elsewhere("chat", "GPU host", "qwen3", "gemma3");
        assertThat(Remote.of(mixed, List.of()))
                .containsExactly(new Remote(GPU_HOST, Set.of("qwen3", "gemma3")));
        assertThat(Remote.of(mixed, List.of("gemma3")))
                .containsExactly(new Remote(GPU_HOST, Set.of("gemma3")));
        assertThat(Remote.of(Samples.endpoint("local", "one"), List.of())).isEmpty();
    }

    @Test
    void every_measure_is_on_a_chart_or_divides_one_that_is() {
        assertThat(ServerCharts.all()).extracting(ChartSpec::id).doesNotHaveDuplicates();
        Set<Measure> drawn = EnumSet.noneOf(Measure.class);
        for (ChartSpec<Reading> chart : ServerCharts.all()) {
            for (ChartSpec.Trace<Reading> trace : chart.traces()) {
                switch (trace.source()) {
                    case Reading.Level(Measure measure) -> drawn.add(measure);
                    case Reading.Rate(Measure sum) -> drawn.add(sum);
                    case Reading.Quotient(Ratio ratio) -> {
                        drawn.add(ratio.above());
                        drawn.add(ratio.below());
                    }
                }
            }
        }
        assertThat(drawn).containsExactlyInAnyOrder(Measure.values());
    }

    /** Three that find the same. */
    private void looks(Figure... figures) {
        for (int i = 0; i <= 2; i++) {
            history.add(START.plusSeconds(10 * i), List.of(figures));
        }
    }

    private ServerFigures read(Set<String> models) {
        var reader = new ServerReader(server -> Optional.of(new ServerReader.Found("it", history)));
        return reader.read(List.of(new Remote(new Connected("1", ""), models)), STEPS).getFirst();
    }

    private static List<Double> first(ServerFigures read, String chart) {
        return read.data().get(chart).lines().getFirst().values();
    }
}
