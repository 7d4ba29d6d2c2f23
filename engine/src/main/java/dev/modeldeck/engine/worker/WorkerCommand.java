package dev.modeldeck.engine.worker;

import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;

import java.io.File;
import java.io.IOException;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How the child is started: this program's own Java and class path, few threads, a small heap
 * (weights are native memory).
 *
 * @param folder where it runs: of its argument file, its log, and the report of a crash
 * @param threads that compute; 0 for the machine's cores
 * @param compiling whether it computes in Java itself, and not by PyTorch only
 * @param environment of the person, over ours
 */
record WorkerCommand(Path folder, int threads, boolean compiling, Map<String, String> environment) {

    private static final String VECTORS = "jdk.incubator.vector";

    /**
     * The optimising compiler costs half of a start's processor time (1.7 instead of 3.1 s) and
     * makes nothing come sooner where work is native. So it is kept for what is called ten times as
     * often as usual, and for our own work with vectors, which it must compile at once.
     */
    private static final List<String> VECTOR_FLAGS =
            List.of(
                    "--add-modules=" + VECTORS,
                    "-XX:Tier4InvocationThreshold=50000",
                    "-XX:Tier4MinInvocationThreshold=6000",
                    "-XX:Tier4CompileThreshold=150000",
                    "-XX:Tier4BackEdgeThreshold=400000",
                    "-XX:CompileCommand=quiet",
                    "-XX:CompileCommand=CompileThresholdScaling,dev.modeldeck.engine.local.vectors.*::*,0.05");

    private static final List<String> FLAGS =
            List.of(
                    "-Xms24m",
                    "-Xmx768m",
                    "-XX:+UseSerialGC",
                    "-XX:+ExitOnOutOfMemoryError",
                    "-XX:-UsePerfData",
                    "-XX:-CreateCoredumpOnCrash",
                    "-XX:ErrorFile=crash.log",
                    "--enable-native-access=ALL-UNNAMED",
                    "-Djava.awt.headless=true",
                    "-Dai.djl.offline=true",
                    "-Dlogback.configurationFile=dev/modeldeck/engine/worker/logback-worker.xml");

    Process start() throws IOException {
        Files.createDirectories(folder);
        // A class path of a hundred jars is longer than Windows allows on a command line.
        Path arguments = folder.resolve("worker.args");
        Files.writeString(arguments, argumentFile());
        ProcessBuilder builder =
                new ProcessBuilder(java().toString(), "@" + arguments, WorkerMain.class.getName());
        builder.directory(folder.toFile());
        Map<String, String> variables = builder.environment();
        variables.keySet().removeIf(name -> name.startsWith("JDK_JAVA_OPTIONS"));
        variables.putAll(ours());
        variables.putAll(environment);
        return builder.start();
    }

    private Map<String, String> ours() {
        int cores = threads > 0 ? threads : Runtime.getRuntime().availableProcessors();
        // Threads that wait for one another spin for less than a tenth of a millisecond: between
        // the steps of a forward pass that is long enough, and a busy neighbour keeps its core.
        return Map.of(
                "OMP_NUM_THREADS", Integer.toString(cores),
                "OMP_WAIT_POLICY", "PASSIVE",
                "GOMP_SPINCOUNT", "2000",
                "OPT_OUT_TRACKING", "true");
    }

    private String argumentFile() {
        String jars =
                Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                        .map(entry -> Path.of(entry).toAbsolutePath().toString())
                        .collect(Collectors.joining(File.pathSeparator));
        return Stream.of(FLAGS.stream(), compiler(), Stream.of("-cp", jars))
                .flatMap(Function.identity())
                .map(argument -> '"' + argument.replace("\\", "\\\\") + '"')
                .collect(Collectors.joining("\n"));
    }

    /** Where Java computes short steps of text models, with which module, and compiled how soon. */
    private Stream<String> compiler() {
        return compiling && ModuleFinder.ofSystem().find(VECTORS).isPresent()
                ? VECTOR_FLAGS.stream()
                : Stream.of("-XX:TieredStopAtLevel=1");
    }

    /**
     * Java of this very program: also inside an app image, whose runtime keeps {@code bin/java}.
     */
    private static Path java() {
        String name = File.separatorChar == '\\' ? "java.exe" : "java";
        Path java = Path.of(System.getProperty("java.home"), "bin", name);
        if (!Files.isExecutable(java)) {
            throw new EngineException(
                    new Problem.Unavailable(
                            "Modeldeck's Java has no \""
                                    + java
                                    + "\", so it cannot start models. Install Modeldeck again."));
        }
        return java;
    }
}
