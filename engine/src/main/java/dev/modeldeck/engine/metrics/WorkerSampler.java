package dev.modeldeck.engine.metrics;

import org.jspecify.annotations.Nullable;

import oshi.SystemInfo;
import oshi.software.os.OSProcess;
import oshi.software.os.OperatingSystem;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Looks at the worker processes every two seconds: processor time, resident memory, and the card
 * where one computes. Without workers its thread only waits.
 */
final class WorkerSampler implements AutoCloseable {

    static final Duration BETWEEN = Duration.ofSeconds(2);

    /**
     * What a worker needs now.
     *
     * @param cpuPercent of one core; NaN at the first look
     * @param gpuPercent of the card; NaN where none computes
     * @param gpuMemoryBytes used on the card, by whomever
     */
    record Seen(
            Metrics.Worker worker,
            double cpuPercent,
            double memoryBytes,
            double gpuPercent,
            double gpuMemoryBytes) {}

    private final Consumer<List<Seen>> told;
    private final Object changed = new Object();
    private final Map<Long, OSProcess> before = new HashMap<>();
    private final GpuWatch cards = new GpuWatch();
    private final Thread thread;
    private List<Metrics.Worker> workers = List.of();
    private @Nullable OperatingSystem system;

    WorkerSampler(Consumer<List<Seen>> told) {
        this.told = told;
        this.thread = Thread.ofVirtual().name("worker-sampler").start(this::run);
    }

    void watch(List<Metrics.Worker> running) {
        synchronized (changed) {
            if (!workers.equals(running)) {
                workers = List.copyOf(running);
                changed.notifyAll();
            }
        }
    }

    private void run() {
        try {
            while (true) {
                List<Metrics.Worker> now;
                synchronized (changed) {
                    while (workers.isEmpty()) {
                        before.clear();
                        cards.stop();
                        changed.wait();
                    }
                    now = workers;
                }
                told.accept(now.stream().map(this::look).toList());
                Thread.sleep(BETWEEN);
                if (workersGone()) {
                    told.accept(List.of());
                }
            }
        } catch (InterruptedException e) {
            cards.stop();
        }
    }

    private boolean workersGone() {
        synchronized (changed) {
            return workers.isEmpty();
        }
    }

    private Seen look(Metrics.Worker worker) {
        if (system == null) {
            system = new SystemInfo().getOperatingSystem();
        }
        GpuWatch.Card card = cards.of(worker.device());
        OSProcess process = system.getProcess(Math.toIntExact(worker.pid()));
        if (process == null) {
            before.remove(worker.pid());
            return new Seen(worker, Double.NaN, Double.NaN, Double.NaN, Double.NaN);
        }
        OSProcess last = before.put(worker.pid(), process);
        return new Seen(
                worker,
                last == null ? Double.NaN : process.getProcessCpuLoadBetweenTicks(last) * 100,
                process.getResidentMemory(),
                card.percent(),
                card.memoryBytes());
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
