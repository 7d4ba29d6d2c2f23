package dev.modeldeck.engine.bench;

import dev.modeldeck.engine.inference.speed.Measure;
import dev.modeldeck.engine.inference.speed.ModelSpeed;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Jlama in a process of its own, with the flags that it wants. It is on the class path in the
 * profile {@code bench} only.
 */
final class Jlama {

    private Jlama() {}

    /** Whether it is there. */
    static boolean present() {
        try {
            Class.forName("dev.modeldeck.engine.bench.JlamaMain");
            return true;
        } catch (ClassNotFoundException _) {
            return false;
        }
    }

    /**
     * @param type {@code BF16} or {@code Q4}
     */
    static ModelSpeed measure(Path model, String type, int threads)
            throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(
                                ProcessHandle.current().info().command().orElse("java"),
                                "--add-modules=jdk.incubator.vector",
                                "--enable-native-access=ALL-UNNAMED",
                                "-Djdk.incubator.vector.VECTOR_ACCESS_OOB_CHECK=0",
                                "-Xmx6g",
                                "-cp",
                                Arrays.stream(
                                                System.getProperty("java.class.path")
                                                        .split(File.pathSeparator))
                                        .reduce((a, b) -> a + File.pathSeparator + b)
                                        .orElse(""),
                                "dev.modeldeck.engine.bench.JlamaMain",
                                model.toString(),
                                type,
                                Integer.toString(threads))
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        Map<Measure, Double> figures = new EnumMap<>(Measure.class);
        List<String> lines = process.inputReader().readAllLines();
        if (process.waitFor() != 0) {
            throw new IOException("Jlama ended with " + process.exitValue() + ": " + lines);
        }
        for (String line : lines) {
            String[] words = line.split(" ");
            if (words.length == 3 && words[0].equals("measured")) {
                figures.put(Measure.valueOf(words[1]), Double.valueOf(words[2]));
            }
        }
        return ModelSpeed.of("Jlama " + type, "Jlama " + type, figures);
    }
}
