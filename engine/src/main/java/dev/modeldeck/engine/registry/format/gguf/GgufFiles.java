package dev.modeldeck.engine.registry.format.gguf;

import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Which files make up a model: one, or the parts that large models are cut into ({@code
 * name-00001-of-00003.gguf} …), the first of which tells about all.
 */
final class GgufFiles {

    private static final Pattern PART = Pattern.compile("(.*-)(\\d{5})-of-(\\d{5})\\.gguf");

    private GgufFiles() {}

    /** Whether a file is one of this format; files of Ollama have no ending that says so. */
    static boolean isGguf(Path file) {
        if (!Files.isRegularFile(file)) {
            return false;
        }
        try (InputStream in = Files.newInputStream(file)) {
            return name(file).toLowerCase(Locale.ROOT).endsWith(".gguf")
                    || new String(in.readNBytes(4), StandardCharsets.ISO_8859_1).equals("GGUF");
        } catch (IOException e) {
            return false;
        }
    }

    /** The first file of the one model in a folder; empty where there is none. */
    static Optional<Path> inFolder(Path folder) {
        try (Stream<Path> all = Files.list(folder)) {
            List<Path> first =
                    all.filter(GgufFiles::isGguf)
                            .filter(file -> !isProjector(name(file)) && part(file) <= 1)
                            .sorted()
                            .toList();
            if (first.size() > 1) {
                throw new EngineException(
                        new Problem.Unsupported(
                                "This folder holds several GGUF models (%s). Choose the file of one."
                                        .formatted(
                                                first.stream()
                                                        .map(GgufFiles::name)
                                                        .collect(Collectors.joining(", ")))));
            }
            return first.stream().findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Files that hold the part of a model that sees, beside the one that writes. */
    static boolean isProjector(String name) {
        return name.toLowerCase(Locale.ROOT).contains("mmproj");
    }

    /** Which part of a model a file is by its name, from 1; 0 where it is a whole one. */
    static int part(Path file) {
        Matcher matcher = PART.matcher(name(file));
        return matcher.matches() ? Integer.parseInt(matcher.group(2)) : 0;
    }

    /**
     * All files of the model, of which the given one is the first.
     *
     * @throws EngineException naming a part that is missing
     */
    static List<Path> of(Path first) {
        Matcher matcher = PART.matcher(name(first));
        if (!matcher.matches()) {
            return List.of(first);
        }
        int count = Integer.parseInt(matcher.group(3));
        List<Path> files =
                IntStream.rangeClosed(1, count)
                        .mapToObj(i ->
                                first.resolveSibling(
                                        "%s%05d-of-%05d.gguf"
                                                .formatted(matcher.group(1), i, count)))
                        .toList();
        for (Path file : files) {
            if (!Files.isRegularFile(file)) {
                throw new EngineException(
                        new Problem.Damaged(
                                "The model lies in %d files, of which %s is missing. Download it into the folder."
                                        .formatted(count, name(file)),
                                file.toString()));
            }
        }
        return files;
    }

    static String name(Path file) {
        return String.valueOf(file.getFileName());
    }
}
