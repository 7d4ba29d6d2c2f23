package dev.modeldeck.engine.local;

import oshi.SystemInfo;
import oshi.hardware.CentralProcessor;
import oshi.hardware.GlobalMemory;
import oshi.hardware.HardwareAbstractionLayer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * What can compute on this machine: the processor, and the NVIDIA cards that the driver's own tool
 * names. Asks the operating system only, so it is light enough for the main process.
 */
public final class Devices {

    private static final long MIB = 1L << 20;
    private static final Duration PATIENCE = Duration.ofSeconds(4);
    private static final List<String> CARD_QUERY =
            List.of(
                    "nvidia-smi",
                    "--query-gpu=index,name,memory.total,memory.free",
                    "--format=csv,noheader,nounits");

    private Devices() {}

    /**
     * The CPU first, then the cards. Takes up to a few seconds; not for a user interface's thread.
     */
    public static List<Device> list() {
        List<Device> all = new ArrayList<>();
        all.add(processor());
        all.addAll(cards(CARD_QUERY, PATIENCE));
        return List.copyOf(all);
    }

    /** The processor and main memory. */
    public static Device processor() {
        HardwareAbstractionLayer hardware = new SystemInfo().getHardware();
        CentralProcessor processor = hardware.getProcessor();
        GlobalMemory memory = hardware.getMemory();
        int cores = processor.getLogicalProcessorCount();
        return new Device(
                "cpu",
                cores == 1 ? "CPU, 1 core" : "CPU, " + cores + " cores",
                memory.getTotal(),
                memory.getAvailable());
    }

    /** Cards as the command lists them; none where it is missing, fails or takes too long. */
    static List<Device> cards(List<String> command, Duration patience) {
        try {
            Process process =
                    new ProcessBuilder(command)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            process.getOutputStream().close();
            CompletableFuture<String> output = CompletableFuture.supplyAsync(() -> read(process));
            if (!process.waitFor(patience) || process.exitValue() != 0) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
                return List.of();
            }
            return output.join().lines().flatMap(line -> card(line).stream()).toList();
        } catch (IOException e) {
            return List.of();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        }
    }

    private static String read(Process process) {
        try (var stream = process.getInputStream()) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }

    /** Reads {@code 0, NVIDIA L4, 23034, 22514}; sizes are in MiB. */
    private static Optional<Device> card(String line) {
        String[] parts = line.split("\\s*,\\s*", -1);
        if (parts.length != 4) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new Device(
                            "cuda:" + Integer.parseInt(parts[0].strip()),
                            parts[1],
                            Long.parseLong(parts[2]) * MIB,
                            Long.parseLong(parts[3].strip()) * MIB));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
