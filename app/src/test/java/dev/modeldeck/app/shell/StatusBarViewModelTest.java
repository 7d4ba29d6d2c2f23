package dev.modeldeck.app.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldeck.app.fx.Work;
import dev.modeldeck.engine.Machine;
import dev.modeldeck.engine.gateway.GatewayStatus;
import dev.modeldeck.engine.kernel.HomeFolder;
import dev.modeldeck.engine.kernel.LiveValue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

class StatusBarViewModelTest {

    @TempDir Path home;

    private final LinkedBlockingQueue<Runnable> thread = new LinkedBlockingQueue<>();
    private final LiveValue<GatewayStatus> gateway =
            new LiveValue<>(new GatewayStatus.Down("Port 8765 is taken. Choose another."));

    @Test
    void it_says_where_the_gateway_listens_or_why_it_does_not() throws Exception {
        StatusBarViewModel model = model();
        next();
        next();
        assertThat(model.listeningProperty().get()).isFalse();
        assertThat(model.gatewayProperty().get()).isEqualTo("Port 8765 is taken");
        assertThat(model.gatewayHintProperty().get())
                .startsWith("Port 8765 is taken. Choose another.")
                .contains("settings");
        gateway.set(new GatewayStatus.Listening(URI.create("http://127.0.0.1:9000")));
        next();
        assertThat(model.listeningProperty().get()).isTrue();
        assertThat(model.gatewayProperty().get()).isEqualTo("http://127.0.0.1:9000");
        assertThat(model.gatewayHintProperty().get()).contains("copy");
        assertThat(model.workersProperty().get()).isEqualTo("0 workers");
    }

    @Test
    void it_measures_the_memory_in_use() throws Exception {
        StatusBarViewModel model = model();
        model.measure();
        for (int i = 0; i < 3; i++) {
            next();
        }
        assertThat(model.memoryProperty().get()).isEqualTo("4.0 GB of 16.0 GB");
        assertThat(model.memoryUsedProperty().get()).isEqualTo(0.25);
    }

    @Test
    void nothing_arrives_after_closing() throws Exception {
        StatusBarViewModel model = model();
        next();
        next();
        model.close();
        gateway.set(new GatewayStatus.Listening(URI.create("http://127.0.0.1:9000")));
        assertThat(thread).isEmpty();
    }

    private StatusBarViewModel model() {
        Machine machine = new Machine("p", 8, 16L << 30, 12L << 30, 1, List.of());
        return new StatusBarViewModel(
                new ShellFacts(
                        new HomeFolder(home),
                        gateway,
                        new LiveValue<>(List.of()),
                        new LiveValue<>(List.of()),
                        new LiveValue<>(List.of()),
                        () -> machine),
                new Work(thread::add));
    }

    private void next() throws InterruptedException {
        Runnable task = thread.poll(10, TimeUnit.SECONDS);
        assertThat(task).isNotNull();
        task.run();
    }
}
