import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Runs the image once without a display, so that its JVM writes down which classes a start needs
 * (JEP 514), and tells the launcher to use that cache. Argument: the folder of the image.
 */
final class TrainStartup {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** After the gateway answers, the first tab is drawn within this. */
    private static final Duration FIRST_FRAME = Duration.ofSeconds(4);

    private TrainStartup() {}

    public static void main(String[] args) throws Exception {
        Path lib = Path.of(args[0]).toAbsolutePath().resolve("lib");
        Path app = lib.resolve("app");
        Path cache = app.resolve("modeldeck.aot");
        Path config = app.resolve("modeldeck.cfg");
        Path home = Files.createTempDirectory("modeldeck-training");
        Path log = Files.createTempFile("modeldeck-training", ".log");
        int port = freePort();

        var command = new ArrayList<String>();
        command.add(lib.resolve("runtime/bin/java").toString());
        command.add("-XX:AOTCacheOutput=" + cache);
        command.addAll(values(config, "java-options", app));
        command.add("-classpath");
        command.add(String.join(":", values(config, "app.classpath", app)));
        command.addAll(values(config, "app.mainclass", app));
        command.addAll(List.of("--home", home.toString(), "--port", Integer.toString(port)));

        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.redirectOutput(log.toFile());
        builder.environment().remove("DISPLAY");
        builder.environment().remove("WAYLAND_DISPLAY");
        Process run = builder.start();
        try {
            awaitGateway(port, run);
            Thread.sleep(FIRST_FRAME);
            run.destroy();
            if (!run.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new IOException("The image did not end when asked to");
            }
            if (!Files.exists(cache)) {
                throw new IOException("The image wrote no cache");
            }
        } catch (IOException e) {
            System.err.println(Files.readString(log));
            throw e;
        } finally {
            run.destroyForcibly();
            Files.delete(log);
            delete(home);
        }
        Files.writeString(
                config,
                Files.readString(config).stripTrailing()
                        + "\njava-options=-XX:AOTCache=$APPDIR/modeldeck.aot"
                        // What a cache cannot give is made anew: nothing to tell anybody.
                        + "\njava-options=-Xlog:aot*=off\n");
        System.out.printf("%s: %d MB%n", cache.getFileName(), Files.size(cache) >> 20);
    }

    /** What the launcher would read for the key, in its order. */
    private static List<String> values(Path config, String key, Path app) throws IOException {
        try (var lines = Files.lines(config)) {
            return lines.filter(line -> line.startsWith(key + "="))
                    .map(line -> line.substring(key.length() + 1))
                    .map(value -> value.replace("$APPDIR", app.toString()))
                    .collect(Collectors.toList());
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static void awaitGateway(int port, Process run)
            throws IOException, InterruptedException {
        var health = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/health"));
        health.timeout(Duration.ofSeconds(2));
        long end = System.nanoTime() + PATIENCE.toNanos();
        try (var client = HttpClient.newHttpClient()) {
            while (System.nanoTime() < end && run.isAlive()) {
                try {
                    var answer =
                            client.send(health.build(), HttpResponse.BodyHandlers.discarding());
                    if (answer.statusCode() == 200) {
                        return;
                    }
                } catch (IOException notYet) {
                    Thread.sleep(200);
                }
            }
        }
        throw new IOException("The image's gateway did not answer");
    }

    private static void delete(Path folder) throws IOException {
        try (var tree = Files.walk(folder)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
