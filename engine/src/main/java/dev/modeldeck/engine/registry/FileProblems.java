package dev.modeldeck.engine.registry;

import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** Says in a sentence what a file system's failure means. */
final class FileProblems {

    private FileProblems() {}

    /** Less than this left is full: a block or two stay free on every disk. */
    private static final long FULL_BYTES = 1 << 20;

    /**
     * What a failure means.
     *
     * @param work the file or folder at work, where the failure does not name its own
     */
    static EngineException of(IOException cause, Path work) {
        Path file = named(cause).orElse(work);
        return switch (cause) {
            case ClosedByInterruptException _ -> {
                // The channel took the interrupt for its own; the caller may look for it.
                Thread.currentThread().interrupt();
                yield cancelled();
            }
            case NoSuchFileException _ -> missing(file);
            case AccessDeniedException _ -> unreadable(file);
            default -> other(cause, file);
        };
    }

    static EngineException missing(Path file) {
        return new EngineException(
                new Problem.NotFound(
                        "There is no "
                                + file
                                + ". Check the path; if it lies on another disk, make sure that it is"
                                + " connected."));
    }

    static EngineException unreadable(Path file) {
        return new EngineException(
                new Problem.Invalid(
                        "Modeldeck may not read " + file + ". Give yourself the right to read it.",
                        "source"));
    }

    static EngineException cancelled() {
        return new EngineException(
                new Problem.Cancelled("The work was cancelled; nothing of it was kept."));
    }

    static EngineException noRoom(Path folder, long neededBytes, long freeBytes) {
        return new EngineException(
                new Problem.Unavailable(
                        "The disk of "
                                + folder
                                + " has no room: "
                                + megabytes(neededBytes)
                                + " are needed, "
                                + megabytes(freeBytes)
                                + " are free. Free some space, or register the files where they are"
                                + " without copying."));
    }

    /**
     * What a failure to copy means.
     *
     * @param freeBytes of the disk that was written to, at the failure
     */
    static EngineException ofCopy(IOException cause, Path work, long freeBytes) {
        EngineException problem = of(cause, work);
        if (freeBytes >= FULL_BYTES || problem.problem() instanceof Problem.Cancelled) {
            return problem;
        }
        return new EngineException(
                new Problem.Unavailable(
                        "The disk ran full while "
                                + work
                                + " was copied; nothing was kept. Free some space, or register the"
                                + " files where they are without copying."),
                cause);
    }

    private static Optional<Path> named(IOException cause) {
        return cause instanceof FileSystemException system
                ? Optional.ofNullable(system.getFile()).map(Path::of)
                : Optional.empty();
    }

    private static EngineException other(IOException cause, Path file) {
        String reason = cause instanceof FileSystemException system ? system.getReason() : null;
        String text = reason == null ? String.valueOf(cause.getMessage()) : reason;
        return new EngineException(
                new Problem.Damaged(
                        file + " cannot be read or written (" + text + ").", file.toString()),
                cause);
    }

    private static String megabytes(long bytes) {
        return String.format(Locale.ROOT, "%,d MB", (bytes + 999_999) / 1_000_000);
    }
}
