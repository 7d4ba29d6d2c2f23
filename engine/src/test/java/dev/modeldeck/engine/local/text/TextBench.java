package dev.modeldeck.engine.local.text;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

import dev.modeldeck.engine.local.checkpoint.JsonFiles;
import dev.modeldeck.engine.local.checkpoint.Safetensors;
import dev.modeldeck.engine.local.kernels.Precision;
import dev.modeldeck.engine.local.kernels.Precisions;
import dev.modeldeck.engine.local.torchscript.TensorType;
import dev.modeldeck.engine.local.torchscript.TorchRuntime;

import oshi.SystemInfo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;

/**
 * How fast models of published shapes are read and written here, in one table from one run. Each
 * figure is a median; the bandwidth of memory is measured between them, because machines drift.
 *
 * <pre>mvn -Pbench -pl engine -am test-compile exec:exec [-Dbench="shape,… scheme,… threads"]</pre>
 */
public final class TextBench {

    private static final int[] PROMPTS = {128, 512, 2048};
    private static final int[] BATCHES = {1, 4, 8, 16, 32};

    /** Positions of a sequence. */
    private static final int ROOM = 2560;

    private static final int STEPS = 48;
    private static final int ROUNDS = 3;

    private final RandomModel model;
    private final String scheme;
    private final Decoder decoder;
    private final Random random = new Random(1);

    private TextBench(RandomModel model, String scheme, Decoder decoder) {
        this.model = model;
        this.scheme = scheme;
        this.decoder = decoder;
    }

    public static void main(String[] arguments) throws IOException {
        List<RandomModel> models =
                arguments.length > 0
                        ? Stream.of(arguments[0].split(",")).map(RandomModel::valueOf).toList()
                        : List.of(RandomModel.values());
        List<String> schemes =
                List.of((arguments.length > 1 ? arguments[1] : "bf16,fp16").split(","));
        int threads = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 2;
        TorchRuntime.start(threads);
        Path folder = Files.createTempDirectory("modeldeck-bench");
        say("threads %d, load before the run %.2f", threads, load());
        say(
                "%-13s %-5s %6s %6s | %6s %6s %6s | %6s %6s | %5s %5s %5s %5s %5s | %5s %5s",
                "model", "type", "load s", "MB", "pre128", "512", "2048", "dec128", "2048", "B=1",
                "4", "8", "16", "32", "GB/s", "floor");
        try {
            for (RandomModel model : models) {
                Path files = model.write(folder.resolve(model.name()));
                for (String scheme : schemes) {
                    measure(model, scheme, files);
                }
            }
        } finally {
            try (Stream<Path> all = Files.walk(folder)) {
                all.sorted((a, b) -> b.compareTo(a)).forEach(file -> file.toFile().delete());
            }
        }
        Runtime.getRuntime().halt(0);
    }

    private static void measure(RandomModel model, String scheme, Path files) {
        long before = privateBytes();
        long begin = System.nanoTime();
        DecoderShape shape = TextFamilies.shape(JsonFiles.read(files.resolve("config.json")));
        Safetensors weights = Safetensors.open(files);
        Precision precision =
                Precisions.choose(scheme, "cpu", TensorType.BFLOAT16, weights.bytes());
        try (Decoder decoder =
                DecoderLoader.load(
                        shape,
                        weights,
                        DecoderSpec.of(precision, "cpu", 32 * ROOM),
                        (_, _) -> {})) {
            double seconds = (System.nanoTime() - begin) / 1e9;
            new TextBench(model, scheme, decoder).table(seconds, privateBytes() - before);
        }
    }

    private void table(double loadSeconds, long bytes) {
        prompt(0, 64);
        List<Double> row = new ArrayList<>();
        for (int length : PROMPTS) {
            row.add(length / median(ROUNDS, () -> prompt(0, length)));
        }
        double bandwidth = bandwidth();
        row.add(1 / decode(1, 128));
        row.add(1 / decode(1, 2048));
        for (int batch : BATCHES) {
            row.add(batch / decode(batch, 128));
        }
        bandwidth = Math.max(bandwidth, bandwidth());
        double width =
                switch (scheme) {
                    case "f32" -> 4;
                    case "int8" -> 1;
                    case "int4" -> 0.5;
                    default -> 2;
                };
        double floor = bandwidth * 1e9 / (model.numbers() * width);
        say(
                "%-13s %-5s %6.2f %6.0f | %6.0f %6.0f %6.0f | %6.1f %6.1f | %5.0f %5.0f %5.0f %5.0f %5.0f | %5.1f %4.0f%%",
                Stream.of(
                                Stream.of(model.name().toLowerCase(Locale.ROOT), scheme),
                                Stream.of(loadSeconds, bytes / 1e6),
                                row.stream(),
                                Stream.of(bandwidth, 100 * row.get(3) / floor))
                        .flatMap(s -> s)
                        .toArray());
    }

    private void prompt(int slot, int length) {
        int[] ids = random.ints(length, 0, model.vocabulary()).toArray();
        for (int from = 0; from < length; from += Slot.PIECE) {
            int[] piece = Arrays.copyOfRange(ids, from, Math.min(length, from + Slot.PIECE));
            decoder.append(new Step(slot * ROOM, piece, from, 1, length));
        }
    }

    /** Seconds of one joint step. */
    private double decode(int batch, int context) {
        for (int slot = 0; slot < batch; slot++) {
            prompt(slot, context);
        }
        int[] at = {context};
        return median(
                STEPS,
                () -> {
                    List<Step> steps = new ArrayList<>();
                    for (int slot = 0; slot < batch; slot++) {
                        int[] id = {random.nextInt(model.vocabulary())};
                        steps.add(new Step(slot * ROOM, id, at[0], 1, 0));
                    }
                    decoder.forward(steps);
                    at[0]++;
                });
    }

    /** Seconds. */
    private static double median(int times, Runnable work) {
        double[] seconds = new double[times];
        for (int i = 0; i < times; i++) {
            long begin = System.nanoTime();
            work.run();
            seconds[i] = (System.nanoTime() - begin) / 1e9;
        }
        Arrays.sort(seconds);
        return seconds[times / 2];
    }

    /** GB read from memory in a second. */
    private static double bandwidth() {
        long bytes = 512L << 20;
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray much = manager.ones(new Shape(bytes / 4));
            return bytes / 1e9 / median(7, () -> much.max().close());
        }
    }

    private static long privateBytes() {
        return new SystemInfo().getOperatingSystem().getCurrentProcess().getPrivateResidentMemory();
    }

    private static double load() {
        return new SystemInfo().getHardware().getProcessor().getSystemLoadAverage(1)[0];
    }

    private static void say(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }
}
