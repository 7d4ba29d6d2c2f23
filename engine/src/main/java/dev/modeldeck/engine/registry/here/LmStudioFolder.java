package dev.modeldeck.engine.registry.here;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
}
