package dev.modeldeck.app.shell;

import com.sun.management.OperatingSystemMXBean;

import dev.modeldeck.app.controls.Formats;
import dev.modeldeck.app.fx.Texts;
import dev.modeldeck.app.fx.Work;
import dev.modeldeck.engine.Machine;
import dev.modeldeck.engine.endpoints.Endpoint;
import dev.modeldeck.engine.gateway.GatewayStatus;
import dev.modeldeck.engine.kernel.Subscription;

import javafx.beans.property.DoubleProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleDoubleProperty;

import java.lang.management.ManagementFactory;
import java.util.List;

/** The line under the tabs: where the gateway listens, how many workers run, how busy all is. */
final class StatusBarViewModel {

    private final Texts texts = Texts.of("shell");
    private final ShellFacts facts;
    private final Work work;
    private final ReadOnlyStringWrapper gateway = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper gatewayHint = new ReadOnlyStringWrapper("");
    private final ReadOnlyBooleanWrapper listening = new ReadOnlyBooleanWrapper();
    private final ReadOnlyStringWrapper workers = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper memory = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper processor = new ReadOnlyStringWrapper("");
    private final DoubleProperty memoryUsed = new SimpleDoubleProperty();
    private final DoubleProperty processorUsed = new SimpleDoubleProperty();
    private final Subscription following;
    private boolean measuring;

    private record Load(Machine machine, double processor) {}

    StatusBarViewModel(ShellFacts facts, Work work) {
        this.facts = facts;
        this.work = work;
        this.following =
                Subscription.all(
                        work.follow(facts.gateway(), this::showGateway),
                        work.follow(facts.endpoints(), this::showWorkers));
    }

    /** Measures the machine once, off the FX thread; does nothing while a measurement runs. */
    void measure() {
        if (measuring) {
            return;
        }
        measuring = true;
        work.run(
                () -> new Load(facts.machine().get(), processorLoad()),
                this::showLoad,
                problem -> measuring = false);
    }

    void close() {
        following.close();
    }

    /** The address, or in a few words why there is none. */
    ReadOnlyStringProperty gatewayProperty() {
        return gateway.getReadOnlyProperty();
    }

    /** What pressing it does; all of why there is no address. */
    ReadOnlyStringProperty gatewayHintProperty() {
        return gatewayHint.getReadOnlyProperty();
    }

    ReadOnlyBooleanProperty listeningProperty() {
        return listening.getReadOnlyProperty();
    }

    ReadOnlyStringProperty workersProperty() {
        return workers.getReadOnlyProperty();
    }

    ReadOnlyStringProperty memoryProperty() {
        return memory.getReadOnlyProperty();
    }

    ReadOnlyStringProperty processorProperty() {
        return processor.getReadOnlyProperty();
    }

    /** From 0 to 1. */
    DoubleProperty memoryUsedProperty() {
        return memoryUsed;
    }

    /** From 0 to 1, of all cores. */
    DoubleProperty processorUsedProperty() {
        return processorUsed;
    }

    String home() {
        return facts.home().root().toString();
    }

    private void showGateway(GatewayStatus status) {
        switch (status) {
            case GatewayStatus.Listening(var address) -> {
                listening.set(true);
                gateway.set(address.toString());
                gatewayHint.set(texts.get("status.copyAddress"));
            }
            case GatewayStatus.Down down -> {
                listening.set(false);
                gateway.set(down.brief());
                gatewayHint.set(texts.get("status.gatewayDown", down.why()));
            }
        }
    }

    private void showWorkers(List<Endpoint> endpoints) {
        long running =
                endpoints.stream()
                        .flatMap(endpoint -> endpoint.entities().stream())
                        .filter(entity -> entity.pid() > 0)
                        .count();
        workers.set(
                running == 1
                        ? texts.get("status.oneWorker")
                        : texts.get("status.workers", running));
    }

    private void showLoad(Load load) {
        measuring = false;
        Machine machine = load.machine();
        long used = machine.memoryBytes() - machine.availableBytes();
        memoryUsed.set((double) used / Math.max(1, machine.memoryBytes()));
        memory.set(
                texts.get(
                        "status.memory",
                        Formats.bytes(used),
                        Formats.bytes(machine.memoryBytes())));
        processorUsed.set(load.processor());
        processor.set(texts.get("status.processor", Formats.percent(load.processor())));
    }

    private static double processorLoad() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
                ? Math.max(0, system.getCpuLoad())
                : 0;
    }
}
