package dev.modeldeck.engine.registry;

import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/**
 * The files that make up a model: a single file, or all of a folder but hidden ones ({@code .git},
 * {@code .cache}, {@code .DS_Store}).
 *
 * <p>A link counts as a file where it leads to one inside the folder, or to the {@code blobs} that
 * a Hugging Face cache keeps beside its snapshots. Any other link is refused: what it leads to is
 * not part of the model and could change unnoticed.
 */
final class SourceFiles {

    private SourceFiles() {}

    /** The folder itself where the source is a link to one: what is found lies below it. */
    static Path entered(Path source) {
        if (!Files.isSymbolicLink(source) || !Files.isDirectory(source)) {
            return source;
        }
        try {
            return source.toRealPath();
        } catch (IOException e) {
            throw FileProblems.of(e, source);
        }
    }

    /**
     * Absolute paths in a stable order.
     *
     * @param source {@link #entered} where it may be a link
     */
    static List<Path> of(Path source) {
        if (!Files.exists(source)) {
            throw FileProblems.missing(source);
        }
        List<Path> files = new ArrayList<>();
        try {
            Files.walkFileTree(source, new Walk(source, files));
        } catch (IOException e) {
            throw FileProblems.of(e, source);
        }
        if (files.isEmpty()) {
            throw new EngineException(
                    new Problem.Invalid(
                            source + " is empty. Choose the folder that holds the model's files.",
                            "source"));
        }
        files.sort(null);
        return List.copyOf(files);
    }

    static long sizeBytes(List<Path> files) {
        long total = 0;
        for (Path file : files) {
            try {
                total += Files.size(file);
            } catch (IOException e) {
                throw FileProblems.of(e, file);
            }
        }
        return total;
    }

    /** Where the file stands below the source, with forward slashes. */
    static String relative(Path source, Path file) {
        return source.equals(file)
                ? String.valueOf(file.getFileName())
                : source.relativize(file).toString().replace('\\', '/');
    }

    /** The opposite of {@link #relative}. */
    static Path resolve(Path location, String relative) {
        return Files.isDirectory(location) ? location.resolve(relative) : location;
    }

    private static final class Walk extends SimpleFileVisitor<Path> {
        private final Path source;
        private final List<Path> files;

        Walk(Path source, List<Path> files) {
            this.source = source;
            this.files = files;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            return hidden(folder) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
            if (hidden(file)) {
                return FileVisitResult.CONTINUE;
            }
            if (attributes.isSymbolicLink() && !file.equals(source)) {
                checkLink(file);
            }
            if (!Files.isReadable(file)) {
                throw FileProblems.unreadable(file);
            }
            files.add(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException cause) {
            throw FileProblems.of(cause, file);
        }

        private boolean hidden(Path path) {
            return !path.equals(source) && String.valueOf(path.getFileName()).startsWith(".");
        }

        private void checkLink(Path link) throws IOException {
            Path target = Files.exists(link) ? link.toRealPath() : link.resolveSibling("");
            Path folder = source.toRealPath();
            Path snapshots = folder.getParent();
            boolean inCache =
                    snapshots != null
                            && snapshots.endsWith("snapshots")
                            && target.startsWith(snapshots.resolveSibling("blobs"));
            if (!Files.isRegularFile(link) || !(target.startsWith(folder) || inCache)) {
                throw new EngineException(
                        new Problem.Invalid(
                                link
                                        + " is a link to "
                                        + Files.readSymbolicLink(link)
                                        + ", which is not part of the folder. Put the file itself in"
                                        + " its place, or register the folder that it leads to.",
                                "source"));
            }
        }
    }
}
