package dev.modeldeck.engine.metrics;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Load and memory of NVIDIA's cards, from one {@code nvidia-smi} that repeats itself while a worker
 * computes on a card. Without that program there is nothing to tell.
 */
final class GpuWatch {

    /** A card; NaN where nothing is known. */
    record Card(double percent, double memoryBytes) {
        static final Card NONE = new Card(Double.NaN, Double.NaN);
    }

    private static final Logger LOG = LoggerFactory.getLogger(GpuWatch.class);
    private static final String CUDA = "cuda:";
    private static final double MEBI = 1024.0 * 1024.0;

    private final Map<Integer, Card> cards = new ConcurrentHashMap<>();
    private @Nullable Process program;
    private boolean missing;

    /** The card of a device such as {@code cuda:0}; starts watching at the first question. */
    synchronized Card of(String device) {
        if (!device.startsWith(CUDA)) {
            return Card.NONE;
        }
        start();
        try {
            int index = Integer.parseInt(device.substring(CUDA.length()));
            return cards.getOrDefault(index, Card.NONE);
        } catch (NumberFormatException e) {
            return Card.NONE;
        }
    }

    synchronized void stop() {
        if (program != null) {
            program.destroy();
            program = null;
            cards.clear();
        }
    }

    private void start() {
        if (missing || (program != null && program.isAlive())) {
            return;
        }
        try {
            Process started =
                    new ProcessBuilder(
                                    "nvidia-smi",
                                    "--query-gpu=index,utilization.gpu,memory.used",
                                    "--format=csv,noheader,nounits",
                                    "--loop=" + WorkerSampler.BETWEEN.toSeconds())
                            .redirectErrorStream(true)
                            .start();
            program = started;
            Thread.ofVirtual().name("nvidia-smi").start(() -> read(started));
        } catch (IOException e) {
            missing = true;
            LOG.info("There is no nvidia-smi: the load of cards is not shown");
        }
    }

    private void read(Process from) {
        try (BufferedReader lines = from.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                take(line);
            }
        } catch (IOException e) {
            LOG.debug("nvidia-smi ended", e);
        }
    }

    /** Reads a line such as {@code 0, 37, 1024}; others are left out. */
    void take(String line) {
        List<String> parts = List.of(line.split("\\s*,\\s*", -1));
        if (parts.size() != 3) {
            return;
        }
        try {
            cards.put(
                    Integer.parseInt(parts.get(0).strip()),
                    new Card(number(parts.get(1)), number(parts.get(2)) * MEBI));
        } catch (NumberFormatException e) {
            LOG.debug("nvidia-smi said something else");
        }
    }

    private static double number(String text) {
        return text.startsWith("[") ? Double.NaN : Double.parseDouble(text.strip());
    }
}
