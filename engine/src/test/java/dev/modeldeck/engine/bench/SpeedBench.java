package dev.modeldeck.engine.bench;

import dev.modeldeck.engine.inference.speed.Measure;
import dev.modeldeck.engine.inference.speed.ModelSpeed;
import dev.modeldeck.engine.inference.speed.SpeedReport;
import dev.modeldeck.engine.inference.speed.SpeedTable;
import dev.modeldeck.engine.kernel.FileTree;
import dev.modeldeck.engine.local.LocalModelSpec;
import dev.modeldeck.engine.local.torchscript.TorchRuntime;
import dev.modeldeck.engine.worker.MeasuringWorker;

import oshi.SystemInfo;
import oshi.hardware.CentralProcessor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;

/**
 * One table a shape from one run. Others are measured right before and right after us, so that a
 * machine that drifts favours nobody.
 *
 * <pre>mvn -Pbench -pl engine -am test-compile exec:exec [-Dbench="shapes schemes threads parts"]
 * </pre>
 */
public final class SpeedBench {

    private static final String OURS = "ours";
    private static final String GATEWAY = "gateway";
    private static final String LLAMA = "llama";
    private static final String JLAMA = "jlama";

    private final Path folder;
    private final List<String> dtypes;
    private final int threads;
    private final Set<String> parts;

    private SpeedBench(Path folder, List<String> dtypes, int threads, Set<String> parts) {
        this.folder = folder;
        this.dtypes = dtypes;
        this.threads = threads;
        this.parts = parts;
    }

    public static void main(String[] arguments) throws Exception {
        List<RandomModel> shapes =
                arguments.length > 0
                        ? Stream.of(arguments[0].split(",")).map(RandomModel::valueOf).toList()
                        : List.of(RandomModel.values());
        List<String> dtypes =
                List.of((arguments.length > 1 ? arguments[1] : "bf16,fp16,int8,int4").split(","));
        int threads =
                arguments.length > 2
                        ? Integer.parseInt(arguments[2])
                        : Runtime.getRuntime().availableProcessors();
        Set<String> parts =
                arguments.length > 3
                        ? Set.of(arguments[3].split(","))
                        : Set.of(OURS, GATEWAY, LLAMA, JLAMA);
        Path folder = Files.createTempDirectory("modeldeck-bench");
        try {
            SpeedBench bench = new SpeedBench(folder, dtypes, threads, parts);
            for (RandomModel shape : shapes) {
                System.out.println(SpeedTable.of(bench.measure(shape)) + "\n");
            }
        } finally {
            FileTree.delete(folder);
        }
        Runtime.getRuntime().halt(0); // what PyTorch leaves running would keep the process
    }

    private SpeedReport measure(RandomModel shape) throws Exception {
        Path model = shape.write(folder.resolve(shape.name()));
        CentralProcessor processor = new SystemInfo().getHardware().getProcessor();
        double before = processor.getSystemLoadAverage(1)[0];
        List<ModelSpeed> speeds = new ArrayList<>();
        for (String dtype : dtypes) {
            speeds.addAll(told(compared(shape, model, dtype)));
        }
        if (parts.contains(JLAMA) && Jlama.present()) {
            for (String type : List.of("BF16", "Q4")) {
                speeds.addAll(told(List.of(Jlama.measure(model, type, threads))));
            }
        }
        FileTree.delete(model);
        return new SpeedReport(
                shape.name(),
                processor.getProcessorIdentifier().getName().strip(),
                processor.getLogicalProcessorCount(),
                threads,
                before,
                processor.getSystemLoadAverage(1)[0],
                speeds);
    }

    /** Says at once what was measured: half an hour's figures are not lost if the rest fails. */
    private static List<ModelSpeed> told(List<ModelSpeed> speeds) {
        speeds.forEach(speed -> System.out.println(speed.dtype() + " " + speed.figures()));
        return speeds;
    }

    /** Ours, and llama.cpp's nearest type where it is there. */
    private List<ModelSpeed> compared(RandomModel shape, Path model, String dtype)
            throws Exception {
        Optional<LlamaCpp> tools =
                parts.contains(LLAMA) ? LlamaCpp.find(threads) : Optional.empty();
        Optional<String> type = LlamaCpp.type(dtype);
        if (tools.isEmpty() || type.isEmpty()) {
            return List.of(ours(shape, model, dtype));
        }
        Path whole = model.resolve("bf16.gguf");
        if (!Files.exists(whole)) {
            RandomGguf.write(shape, whole);
        }
        Path file = tools.get().quantised(whole, type.get());
        ModelSpeed first = tools.get().measure(file, type.get());
        ModelSpeed ours = ours(shape, model, dtype);
        ModelSpeed second = tools.get().measure(file, type.get());
        ModelSpeed theirs = first.with(between(first, second));
        if (parts.contains(GATEWAY)) {
            theirs = theirs.with(served(tools.get(), file, shape));
        }
        return List.of(ours, theirs);
    }

    /** Nothing where their server ends in the middle of it. */
    private static Map<Measure, Double> served(LlamaCpp tools, Path file, RandomModel shape)
            throws Exception {
        try {
            return tools.serve(file, new Callers(shape.vocabulary()));
        } catch (IOException | ExecutionException e) {
            System.out.println("llama-server with " + file.getFileName() + ": " + e);
            return Map.of();
        }
    }

    private static Map<Measure, Double> between(ModelSpeed first, ModelSpeed second) {
        Map<Measure, Double> middle = new EnumMap<>(Measure.class);
        first.figures()
                .forEach((measure, figure) ->
                        middle.put(measure, (figure + second.figures().get(measure)) / 2));
        return middle;
    }

    private ModelSpeed ours(RandomModel shape, Path model, String dtype) throws Exception {
        ModelSpeed speed = ModelSpeed.of(dtype, dtype, Map.of());
        if (parts.contains(OURS)) {
            LocalModelSpec spec =
                    new LocalModelSpec(
                            model,
                            LocalModelSpec.Kind.TEXT,
                            "cpu",
                            dtype,
                            4096,
                            1,
                            threads,
                            Files.createDirectories(folder.resolve("kept")).resolve(shape.name()),
                            List.of(),
                            List.of());
            Path log = folder.resolve("log-" + dtype);
            try (var worker = MeasuringWorker.ofSpeed(spec, true, log, Map.of())) {
                speed = worker.await((_, _) -> {});
            }
        }
        if (parts.contains(GATEWAY)) {
            TorchRuntime.start(threads);
            Path home = folder.resolve("home-" + dtype + "-" + shape);
            speed =
                    speed.with(
                            new GatewayBench(model, dtype, threads, new Callers(shape.vocabulary()))
                                    .run(home));
        }
        return speed;
    }
}
