package dev.modeldeck.app.settings;

import dev.modeldeck.engine.EngineSettings;
import dev.modeldeck.engine.Machine;
import dev.modeldeck.engine.gateway.GatewayStatus;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.HomeFolder;
import dev.modeldeck.engine.kernel.LiveValue;
import dev.modeldeck.engine.kernel.Problem;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Keeps settings as the engine does; port 1 is taken, and a log of more than 999 days refused. */
final class FakeEngine {

    static final Machine MACHINE =
            new Machine(
                    "Test processor",
                    8,
                    16L << 30,
                    9L << 30,
                    120L << 30,
                    List.of(new Machine.Compute("cpu", "CPU, 8 cores", 16L << 30, 9L << 30, true)));

    final LiveValue<EngineSettings> settings = new LiveValue<>(EngineSettings.defaults());
    final LiveValue<GatewayStatus> gateway =
            new LiveValue<>(new GatewayStatus.Listening(URI.create("http://127.0.0.1:8765")));
    final List<Integer> daysApplied = new CopyOnWriteArrayList<>();
    final AtomicInteger cleared = new AtomicInteger();
    final FakeCuda cuda = new FakeCuda();
    final FakeSecrets secrets = new FakeSecrets();
    private final Path home;
    Machine machine = MACHINE;

    FakeEngine(Path home) {
        this.home = home;
    }

    EngineDoor door() {
        return new EngineDoor(
                new HomeFolder(home),
                settings,
                gateway,
                this::apply,
                cleared::incrementAndGet,
                () -> machine,
                cuda.door(),
                secrets.door());
    }

    private void apply(EngineSettings wanted) {
        if (wanted.logDays() > 999) {
            throw new EngineException(
                    new Problem.Invalid("Calls are kept for 1 to 999 days.", "logDays"));
        }
        daysApplied.add(wanted.logDays());
        settings.set(wanted);
        gateway.set(
                wanted.port() == 1
                        ? new GatewayStatus.Down("Port 1 is taken. Choose another one.")
                        : new GatewayStatus.Listening(
                                URI.create(
                                        "http://" + wanted.bindAddress() + ":" + wanted.port())));
    }
}
