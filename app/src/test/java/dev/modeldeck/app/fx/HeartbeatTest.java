package dev.modeldeck.app.fx;

import static org.assertj.core.api.Assertions.assertThat;

import javafx.scene.layout.StackPane;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

class HeartbeatTest {

    private static final Duration SELDOM = Duration.ofHours(1);

    private final AtomicInteger beats = new AtomicInteger();

    @Test
    void it_beats_at_once_and_then_in_steps() {
        try (TabPreview preview = show(Duration.ofMillis(5))) {
            preview.waitFor(() -> beats.get() > 3);
        }
    }

    @Test
    void a_window_that_is_minimised_or_closed_is_not_measured_for() {
        try (TabPreview preview = show(SELDOM)) {
            assertThat(beats).hasValue(1);
            onFx(() -> preview.stage().setIconified(true));
            assertThat(beats).hasValue(1);
            onFx(() -> preview.stage().setIconified(false));
            assertThat(beats).as("at once when it is seen again").hasValue(2);
            onFx(() -> preview.stage().setIconified(true));
            onFx(() -> preview.stage().close());
            assertThat(beats).hasValue(2);
        }
    }

    @Test
    void what_has_left_the_window_stands_still() {
        try (TabPreview preview = show(SELDOM)) {
            onFx(() -> preview.stage().getScene().setRoot(new StackPane()));
            assertThat(beats).hasValue(1);
        }
    }

    private TabPreview show(Duration every) {
        return TabPreview.show(
                Look.LIGHT,
                () -> {
                    StackPane node = new StackPane();
                    new Heartbeat(node, every, beats::incrementAndGet);
                    return node;
                });
    }

    private static void onFx(Runnable action) {
        TabPreview.onFx(() -> {
            action.run();
            return true;
        });
    }
}
