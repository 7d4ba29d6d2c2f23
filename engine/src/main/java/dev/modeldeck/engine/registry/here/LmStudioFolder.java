package dev.modeldeck.engine.registry.here;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** LM Studio: {@code PUBLISHER/REPOSITORY/FILE.gguf}. */
record LmStudioFolder(Path folder) implements ModelKeeper {

    private static final int DEPTH = 3;

    @Override
    public String name() {
        return "LM Studio";
    }

    @Override
    public List<Kept> models() throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        List<Kept> models = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder, DEPTH)) {
            files.filter(GgufNames::isModel)
                    .sorted()
                    .forEach(file -> models.add(GgufNames.kept(file)));
        }
        return models;
    }

    /** What the names of GGUF files say. */
    static final class GgufNames {

        private static final String ENDING = ".gguf";
        private static final String FIRST_PART = "(?i).*-00001-of-\\d{5}\\.gguf";
        private static final String OTHER_PART = "(?i).*-\\d{5}-of-\\d{5}\\.gguf";

        private GgufNames() {}

        /** Whether a file is a model, or the first part of one; others beside it only see. */
        static boolean isModel(Path file) {
            String name = name(file);
            return name.toLowerCase(Locale.ROOT).endsWith(ENDING)
                    && !name.toLowerCase(Locale.ROOT).contains("mmproj")
                    && (name.matches(FIRST_PART) || !name.matches(OTHER_PART))
                    && Files.isRegularFile(file);
        }

        /** A model in parts is its folder. */
        static Kept kept(Path file) {
            String name = name(file);
            boolean parts = name.matches(FIRST_PART);
            String called =
                    name.substring(0, name.length() - ENDING.length())
                            .replaceFirst("-00001-of-\\d{5}$", "");
            return new Kept(called, parts ? file.resolveSibling("") : file);
        }

        private static String name(Path file) {
            return String.valueOf(file.getFileName());
        }
    }
}
