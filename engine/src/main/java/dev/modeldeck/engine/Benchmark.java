package dev.modeldeck.engine;

import dev.modeldeck.engine.cuda.CudaEnvironment;
import dev.modeldeck.engine.inference.speed.ModelSpeed;
import dev.modeldeck.engine.inference.speed.SpeedReport;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.FileTree;
import dev.modeldeck.engine.kernel.HomeFolder;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.kernel.Progress;
import dev.modeldeck.engine.local.LocalModelSpec;
import dev.modeldeck.engine.worker.MeasuringWorker;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import oshi.SystemInfo;
import oshi.hardware.CentralProcessor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How fast a text model is on this machine: each data type in a process of its own, one after the
 * other, started just as a worker is. No engine runs meanwhile.
 */
public final class Benchmark {

    private static final Logger LOG = LoggerFactory.getLogger(Benchmark.class);

    /**
     * What to measure.
     *
     * @param dtypes {@code auto}, {@code f32}, {@code bf16}, {@code fp16}, {@code int8}, {@code
     *     int4}
     * @param device {@code cpu}, {@code cuda:0} …
     * @param threads that compute; 0 for the machine's cores
     * @param contextLength most tokens of prompt and answer; 0 for the model's own
     * @param thorough whether to measure all there is, with more care: minutes for each data type
     */
    public record Plan(
            List<String> dtypes, String device, int threads, int contextLength, boolean thorough) {

        public Plan {
            dtypes = List.copyOf(dtypes);
        }
    }

    private final String name;
    private final Path model;
    private final CudaEnvironment cards;

    private Benchmark(String name, Path model, EngineOptions options) {
        this.name = name;
        this.model = model;
        this.cards = CudaEnvironment.of(options.home().resolve(HomeFolder.CUDA));
    }

    /** Of files that need not be registered: a Hugging Face folder, or a file. */
    public static Benchmark of(EngineOptions options, Path model) {
        Path whole = model.toAbsolutePath().normalize();
        if (!Files.exists(whole)) {
            throw EngineException.notFound("There is no file or folder " + whole + ".");
        }
        return new Benchmark(whole.toString(), whole, options);
    }

    /**
     * Of a registered model: {@code name} for its latest version, {@code name/version} or {@code
     * name@alias}. Takes the home folder for as long as it reads there.
     *
     * @throws EngineException where there is none, its files have changed, or it writes no text
     */
    public static Benchmark of(EngineOptions options, String model) {
        RegisteredText found = RegisteredText.find(options, model);
        return new Benchmark(found.name(), found.entry(), options);
    }

    /**
     * Measures, and blocks until it is done; what cannot run says so in its place. Interrupting it
     * ends it.
     */
    public SpeedReport run(Plan plan, Progress progress) {
        CentralProcessor processor = new SystemInfo().getHardware().getProcessor();
        int cores = processor.getLogicalProcessorCount();
        double before = processor.getSystemLoadAverage(1)[0];
        List<ModelSpeed> speeds = new ArrayList<>();
        for (String dtype : plan.dtypes()) {
            speeds.add(measured(dtype, plan, progress));
        }
        return new SpeedReport(
                name,
                processor.getProcessorIdentifier().getName().strip(),
                cores,
                plan.threads() > 0 ? plan.threads() : cores,
                before,
                processor.getSystemLoadAverage(1)[0],
                speeds);
    }

    private ModelSpeed measured(String dtype, Plan plan, Progress progress) {
        Path kept = folder(); // an endpoint keeps its quantised weights, too, and reads them there
        LocalModelSpec spec =
                new LocalModelSpec(
                        model,
                        LocalModelSpec.Kind.TEXT,
                        plan.device(),
                        dtype,
                        plan.contextLength(),
                        1,
                        plan.threads(),
                        kept.resolve("weights"),
                        List.of(),
                        List.of());
        Path folder = folder();
        try {
            ModelSpeed speed = measured(spec, plan, folder, progress);
            discard(folder);
            return speed;
        } catch (EngineException e) {
            if (e.problem() instanceof Problem.Cancelled) {
                discard(folder);
                throw e;
            }
            // Its log stays: the sentence may lead there.
            return ModelSpeed.unknown(dtype, e.problem().message());
        } finally {
            discard(kept);
        }
    }

    private ModelSpeed measured(LocalModelSpec spec, Plan plan, Path folder, Progress progress) {
        Map<String, String> environment = cards.variables(spec.device(), Map.of());
        try (var worker = MeasuringWorker.ofSpeed(spec, plan.thorough(), folder, environment)) {
            return worker.await(
                    (fraction, what) -> progress.report(fraction, spec.dtype() + ": " + what));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw EngineException.cancelled();
        }
    }

    private static Path folder() {
        try {
            return Files.createTempDirectory("modeldeck-bench");
        } catch (IOException e) {
            throw new EngineException(
                    new Problem.Unavailable("No temporary folder can be made: " + e.getMessage()),
                    e);
        }
    }

    private static void discard(Path folder) {
        try {
            FileTree.delete(folder);
        } catch (IOException e) {
            LOG.debug("{} was left behind", folder, e);
        }
    }
}
