package dev.modeldeck.engine;

import dev.modeldeck.engine.local.Device;
import dev.modeldeck.engine.local.Devices;

import oshi.SystemInfo;
import oshi.hardware.GlobalMemory;
import oshi.hardware.HardwareAbstractionLayer;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;

/**
 * What this machine has. Asking for the cards takes a program's start, so their list may be some
 * seconds old; whoever asks does not wait for it but the first time.
 */
final class ThisMachine {

    private static final Duration FRESH = Duration.ofSeconds(5);
    private static final Executor THREADS =
            task -> Thread.ofVirtual().name("this-machine").start(task);

    private final Path home;
    private final BooleanSupplier cardsReady;
    private final CompletableFuture<HardwareAbstractionLayer> hardware;
    private CompletableFuture<List<Device>> devices;
    private List<Device> known = List.of();
    private long askedAt = System.nanoTime();

    /**
     * @param cardsReady whether the libraries for cards are here
     */
    ThisMachine(Path home, BooleanSupplier cardsReady) {
        this.home = home;
        this.cardsReady = cardsReady;
        this.hardware =
                CompletableFuture.supplyAsync(() -> new SystemInfo().getHardware(), THREADS);
        this.devices = CompletableFuture.supplyAsync(Devices::list, THREADS);
    }

    Machine now() {
        HardwareAbstractionLayer machine = hardware.join();
        List<Machine.Compute> computes =
                devices().stream().map(device -> compute(device, machine.getMemory())).toList();
        return new Machine(
                machine.getProcessor().getProcessorIdentifier().getName().strip(),
                machine.getProcessor().getLogicalProcessorCount(),
                machine.getMemory().getTotal(),
                machine.getMemory().getAvailable(),
                home.toFile().getUsableSpace(),
                computes);
    }

    private Machine.Compute compute(Device device, GlobalMemory memory) {
        boolean processor = device.id().equals("cpu");
        return new Machine.Compute(
                device.id(),
                device.label(),
                device.totalBytes(),
                processor ? memory.getAvailable() : device.freeBytes(),
                processor || cardsReady.getAsBoolean());
    }

    private synchronized List<Device> devices() {
        if (known.isEmpty() || devices.isDone()) {
            known = devices.join();
            if (System.nanoTime() - askedAt > FRESH.toNanos()) {
                askedAt = System.nanoTime();
                devices = CompletableFuture.supplyAsync(Devices::list, THREADS);
            }
        }
        return known;
    }
}
