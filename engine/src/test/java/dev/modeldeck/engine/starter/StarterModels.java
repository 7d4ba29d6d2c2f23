package dev.modeldeck.engine.starter;

import ai.djl.MalformedModelException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Trains the starter models, writes their folders and the index of their files: {@code
 * StarterModels FOLDER [modeldeck-chat | latency-classifier]}; without a name it makes both.
 */
public final class StarterModels {

    static final String CHAT = "modeldeck-chat";
    static final String CLASSIFIER = "latency-classifier";
    private static final int CHAT_STEPS = 3200;

    private StarterModels() {}

    public static void main(String[] arguments) throws IOException, MalformedModelException {
        Path folder = Path.of(arguments[0]);
        List<String> wanted =
                arguments.length > 1 ? List.of(arguments[1]) : List.of(CLASSIFIER, CHAT);
        if (wanted.contains(CLASSIFIER)) {
            new LatencyTraining(folder.resolve(CLASSIFIER)).run();
        }
        if (wanted.contains(CHAT)) {
            new ChatTraining(Corpus.load(), folder.resolve(CHAT), CHAT_STEPS).run();
        }
        Files.writeString(folder.resolve("index"), index(folder));
    }

    /** One path a line, sorted, relative to the folder. */
    static String index(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return String.join(
                            "\n",
                            files.filter(Files::isRegularFile)
                                    .map(file -> folder.relativize(file).toString())
                                    .map(path -> path.replace('\\', '/'))
                                    .filter(path ->
                                            path.startsWith(CHAT) || path.startsWith(CLASSIFIER))
                                    .sorted()
                                    .toList())
                    + "\n";
        }
    }
}
