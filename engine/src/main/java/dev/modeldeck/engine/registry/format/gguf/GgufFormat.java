package dev.modeldeck.engine.registry.format.gguf;

import dev.modeldeck.engine.registry.Inspection;
import dev.modeldeck.engine.registry.ModelFormat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** A GGUF file, or a folder with one. Recognised, not run. */
public final class GgufFormat implements ModelFormat {

    private static final String ID = "gguf";
    private static final String WAY_OUT =
            " Modeldeck does not run GGUF yet. Register the Hugging Face folder that it was made"
                    + " from, with config.json, tokenizer.json and *.safetensors.";

    @Override
    public String id() {
        return ID;
    }

    @Override
    public Optional<Inspection> inspect(Path source, Inspector others) {
        return file(source).map(GgufFormat::inspectFile);
    }

    private static Optional<Path> file(Path source) {
        if (!Files.isDirectory(source)) {
            return isGguf(source) ? Optional.of(source) : Optional.empty();
        }
        try (Stream<Path> files = Files.list(source)) {
            return files.filter(GgufFormat::isGguf).sorted().findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static boolean isGguf(Path file) {
        if (!Files.isRegularFile(file)) {
            return false;
        }
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        try (InputStream in = Files.newInputStream(file)) {
            return name.endsWith(".gguf")
                    || new String(in.readNBytes(4), StandardCharsets.ISO_8859_1).equals("GGUF");
        } catch (IOException e) {
            return false;
        }
    }

    private static Inspection inspectFile(Path file) {
        try {
            GgufHead head = GgufHead.read(file);
            String name = head.text("general.name").orElse("");
            String architecture = head.text("general.architecture").orElse("");
            return new Inspection(
                    ID,
                    "GGUF",
                    Inspection.Task.COMPLETION,
                    architecture,
                    head.parameters(),
                    "",
                    (int) Math.min(Integer.MAX_VALUE, head.whole(architecture + ".context_length")),
                    null,
                    null,
                    head.text("general.license").orElse(null),
                    "",
                    null,
                    "This is a GGUF model of llama.cpp"
                            + (name.isEmpty() ? "" : " (" + name + ")")
                            + "."
                            + WAY_OUT);
        } catch (IOException e) {
            return Inspection.refused(
                    ID,
                    "GGUF",
                    "This is named as a GGUF model, but is damaged or cut off." + WAY_OUT);
        }
    }
}
