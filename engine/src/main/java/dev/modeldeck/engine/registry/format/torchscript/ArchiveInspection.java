package dev.modeldeck.engine.registry.format.torchscript;

import dev.modeldeck.engine.registry.Inspection;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Looks into a zip archive of PyTorch: {@code <root>/data.pkl} with the objects, {@code
 * <root>/data/<key>} with the numbers, and {@code <root>/code/} only where it is TorchScript.
 */
final class ArchiveInspection {

    static final String PICKLED =
            "This file is a pickle (torch.save or the like): only the Python code that wrote it can"
                    + " open it, and opening it can run any code. Save the model as TorchScript"
                    + " instead: torch.jit.trace(model.eval(), example).save(\"model.pt\")";

    private static final String EXPORTED =
            "This file was written by torch.export, not as TorchScript. Save the model with"
                    + " torch.jit.trace(model.eval(), example).save(\"model.pt\")";
    private static final String DAMAGED =
            "This file is damaged or cut off: not all that it should hold is there. Copy it again,"
                    + " or save the model anew.";

    /** More than any real model's structure takes. */
    private static final long LARGEST_STRUCTURE = 256L << 20;

    private final Path file;
    private final String entryPoint;

    ArchiveInspection(Path file, String entryPoint) {
        this.file = file;
        this.entryPoint = entryPoint;
    }

    /**
     * Empty where the archive is none of PyTorch's.
     *
     * @param claimed whether the file's name says that it is PyTorch's
     */
    Optional<Inspection> run(boolean claimed) {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            Optional<String> root = root(zip);
            if (root.isEmpty()) {
                return claimed || isExported(zip)
                        ? Optional.of(refused(isExported(zip) ? EXPORTED : PICKLED))
                        : Optional.empty();
            }
            if (!hasCode(zip, root.get())) {
                return Optional.of(refused(PICKLED));
            }
            return Optional.of(inspect(zip, root.get()));
        } catch (IOException e) {
            return claimed ? Optional.of(refused(DAMAGED)) : Optional.empty();
        }
    }

    private Inspection inspect(ZipFile zip, String root) throws IOException {
        ZipEntry data = zip.getEntry(root + "data.pkl");
        if (data.getSize() > LARGEST_STRUCTURE) {
            return refused(DAMAGED);
        }
        ModulePickle module;
        try (InputStream in = zip.getInputStream(data)) {
            module = ModulePickle.read(in.readAllBytes());
        }
        for (ModulePickle.Storage storage : module.storages()) {
            ZipEntry numbers = zip.getEntry(root + "data/" + storage.key());
            if (numbers == null || numbers.getSize() < storage.elements() * storage.width()) {
                return refused(DAMAGED);
            }
        }
        return inspection(module.className(), floating(module), null);
    }

    private static List<ModulePickle.Storage> floating(ModulePickle module) {
        return module.storages().stream().filter(ModulePickle.Storage::floating).toList();
    }

    private Inspection refused(String reason) {
        return inspection("", List.of(), reason);
    }

    private Inspection inspection(
            String className, List<ModulePickle.Storage> weights, @Nullable String refusal) {
        Map<String, Long> counts = new HashMap<>();
        weights.forEach(storage -> counts.merge(storage.dtype(), storage.elements(), Long::sum));
        return new Inspection(
                TorchScriptFormat.ID,
                TorchScriptFormat.LABEL,
                Inspection.Task.TENSORS,
                className,
                weights.stream().mapToLong(ModulePickle.Storage::elements).sum(),
                counts.entrySet().stream()
                        .max(Comparator.comparing(Map.Entry::getValue))
                        .map(Map.Entry::getKey)
                        .orElse(""),
                0,
                null,
                null,
                null,
                entryPoint,
                null,
                refusal);
    }

    /** The folder that all entries lie in, with its slash; empty where there is no data.pkl. */
    private static Optional<String> root(ZipFile zip) {
        return zip.stream()
                .map(ZipEntry::getName)
                .filter(name -> name.indexOf('/') == name.lastIndexOf('/'))
                .filter(name -> name.endsWith("/data.pkl"))
                .map(name -> name.substring(0, name.indexOf('/') + 1))
                .findFirst();
    }

    private static boolean hasCode(ZipFile zip, String root) {
        return zip.stream().anyMatch(entry -> entry.getName().startsWith(root + "code/"));
    }

    private static boolean isExported(ZipFile zip) {
        return zip.stream()
                .map(ZipEntry::getName)
                .anyMatch(name ->
                        name.endsWith("archive_format")
                                || name.endsWith("serialized_exported_program.json"));
    }
}
