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
        List<Path> candidates = candidates(source);
        if (candidates.size() > 1) {
            return Optional.of(
                    Inspection.refused(
                            ID,
                            LABEL,
                            "This folder holds "
                                    + candidates.size()
                                    + " PyTorch files, so it is not clear which one is the model."
                                    + " Choose the file itself."));
        }
        return candidates.stream()
                .findFirst()
                .flatMap(file -> inspectFile(file, String.valueOf(file.getFileName())));
    }

    private static List<Path> candidates(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> Files.isRegularFile(file) && named(file)).sorted().toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    private static boolean named(Path file) {
        String name = String.valueOf(file.getFileName());
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
