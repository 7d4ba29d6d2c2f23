package dev.modeldeck.engine.registry.format.huggingface;

import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.registry.TokenizerFiles;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The folder of a model as Hugging Face's libraries write it. */
record Folder(Path root) {

    /** Larger JSON files than this are not read: nothing that is wanted of one needs it. */
    private static final long LARGEST_JSON = 64L << 20;

    private static final String LFS_POINTER = "version https://git-lfs";

    boolean looksLikeAModel() {
        if (!Files.isDirectory(root)) {
            return false;
        }
        boolean weights = !named(".safetensors").isEmpty() || hasPickledWeights();
        boolean others = !named(".gguf").isEmpty() || !named(".onnx").isEmpty();
        return weights || (has("config.json") && !others);
    }

    boolean hasPickledWeights() {
        return named(".bin").stream()
                .map(file -> String.valueOf(file.getFileName()))
                .anyMatch(name -> name.startsWith("pytorch_model"));
    }

    Path path(String name) {
        return TokenizerFiles.find(root, name);
    }

    boolean has(String name) {
        return Files.isRegularFile(path(name));
    }

    /** Files directly in the folder with that ending, by name. */
    List<Path> named(String ending) {
        try (Stream<Path> files = Files.list(root)) {
            return files.filter(file ->
                            file.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(ending))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw unreadable(root, e);
        }
    }

    JsonFile json(String name) {
        Path file = path(name);
        refusePointer(file);
        try {
            if (Files.size(file) > LARGEST_JSON) {
                throw damaged(file, name + " is far too large to be what its name says.");
            }
            return JsonFile.parse(name, Files.readString(file));
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    /** A clone without Git LFS holds short texts in place of the large files. */
    static void refusePointer(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] start = in.readNBytes(LFS_POINTER.length());
            if (new String(start, StandardCharsets.ISO_8859_1).equals(LFS_POINTER)) {
                throw damaged(
                        file,
                        file.getFileName()
                                + " is only a Git LFS pointer, not the file itself. Run \"git lfs"
                                + " pull\" in the folder, then try again.");
            }
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    static EngineException unreadable(Path file, IOException cause) {
        return new EngineException(
                new Problem.Damaged(
                        file
                                + " cannot be read. Make sure that it is there and that you may read it.",
                        file.toString()),
                cause);
    }

    static EngineException damaged(Path file, String message) {
        return new EngineException(new Problem.Damaged(message, file.toString()));
    }
}
