package dev.modeldeck.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldeck.app.fx.Look;
import dev.modeldeck.app.metrics.chart.ChartPane;
import dev.modeldeck.app.shell.Destination;
import dev.modeldeck.engine.Engine;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * What the program costs while the charts are in front and nothing happens. Measures for half a
 * minute, so it runs only when asked to: {@code -Dmodeldeck.idle=true}.
 */
@EnabledIfSystemProperty(named = "modeldeck.idle", matches = "true")
class IdleCostTest {

    private static final Duration TIME = Duration.ofSeconds(30);

    @TempDir Path home;

    @Test
    void an_idle_window_on_the_charts_takes_less_than_a_tenth_of_a_core() {
        try (Engine engine = Workbench.engine(home);
                Workbench window = Workbench.open(engine, Look.LIGHT)) {
            new SampleTraffic(engine).createEndpoints();
            window.go(new Destination.Tab("metrics"));
            window.node(ChartPane.class, chart -> !chart.data().get().lines().isEmpty());
            rest(window, Duration.ofSeconds(10)); // the compiler comes to rest
            for (String tab : new String[] {"metrics", "settings"}) {
                window.go(new Destination.Tab(tab));
                rest(window, Duration.ofSeconds(2));
                Duration before = cpu();
                rest(window, TIME);
                double share = 100.0 * cpu().minus(before).toMillis() / TIME.toMillis();
                System.out.printf("Idle on %s: %.1f %% of a core%n", tab, share);
                assertThat(share).as("percent of a core on " + tab).isLessThan(10);
            }
        }
    }

    private static Duration cpu() {
        return ProcessHandle.current().info().totalCpuDuration().orElseThrow();
    }

    /** Looks at the clock rarely, as each look costs. */
    private static void rest(Workbench window, Duration time) {
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(500_000_000);
        }
        window.on(() -> {});
    }
}
