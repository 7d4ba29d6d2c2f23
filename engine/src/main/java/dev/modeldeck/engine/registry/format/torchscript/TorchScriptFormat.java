package dev.modeldeck.engine.registry.format.torchscript;

import dev.modeldeck.engine.registry.Inspection;
import dev.modeldeck.engine.registry.ModelFormat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A TorchScript file, or a folder with exactly one. */
public final class TorchScriptFormat implements ModelFormat {

    static final String ID = "torchscript";
    static final String LABEL = "TorchScript";

    private static final Set<String> ENDINGS = Set.of("pt", "pth", "ts", "pkl", "pickle", "joblib");

    @Override
    public String id() {
        return ID;
    }

    @Override
    public Optional<Inspection> inspect(Path source, Inspector others) {
        if (!Files.isDirectory(source)) {
            return inspectFile(source, "");
        }
        List<Inspection> found =
                candidates(source).stream()
                        .flatMap(file -> inspectFile(file, nameOf(file)).stream())
                        .toList();
        List<Inspection> runnable =
                found.stream().filter(one -> one.whyNotRunnable().isEmpty()).toList();
        return runnable.size() > 1
                ? Optional.of(Inspection.refused(ID, LABEL, ambiguous(runnable)))
                : runnable.stream().findFirst().or(() -> found.stream().findFirst());
    }

    private static String ambiguous(List<Inspection> runnable) {
        return "This folder holds several TorchScript files ("
                + runnable.stream().map(Inspection::entryPoint).collect(Collectors.joining(", "))
                + "), so it is not clear which one is the model. Choose the file itself.";
    }

    private static String nameOf(Path file) {
        return String.valueOf(file.getFileName());
    }

    private static List<Path> candidates(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> Files.isRegularFile(file) && named(file)).sorted().toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    private static boolean named(Path file) {
        String name = nameOf(file);
        return ENDINGS.contains(name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT));
    }

    private static Optional<Inspection> inspectFile(Path file, String entryPoint) {
        byte[] magic = start(file);
        if (magic.length == 4 && magic[0] == 'P' && magic[1] == 'K') {
            return new ArchiveInspection(file, entryPoint).run(named(file));
        }
        if (!named(file)) {
            return Optional.empty();
        }
        boolean pickle = magic.length > 1 && (magic[0] & 0xff) == 0x80;
        return Optional.of(
                Inspection.refused(
                        ID,
                        LABEL,
                        pickle
                                ? ArchiveInspection.PICKLED
                                : "This file is cut off, or was not written by PyTorch. Copy it"
                                        + " again, or save the model anew."));
    }

    private static byte[] start(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(4);
        } catch (IOException e) {
            return new byte[0];
        }
    }
}
