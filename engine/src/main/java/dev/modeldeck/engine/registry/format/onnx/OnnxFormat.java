package dev.modeldeck.engine.registry.format.onnx;

import dev.modeldeck.engine.registry.Inspection;
import dev.modeldeck.engine.registry.ModelFormat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** An ONNX file, or a folder with one. Recognised, not run. */
public final class OnnxFormat implements ModelFormat {

    private static final String ID = "onnx";
    private static final String WAY_OUT =
            " Modeldeck does not run ONNX yet. Register the model that it was exported from: as"
                    + " TorchScript (torch.jit.trace(model.eval(), example).save(\"model.pt\")), or"
                    + " as a Hugging Face folder with safetensors.";

    @Override
    public String id() {
        return ID;
    }

    @Override
    public Optional<Inspection> inspect(Path source, Inspector others) {
        return file(source).map(OnnxFormat::inspectFile);
    }

    private static Optional<Path> file(Path source) {
        if (!Files.isDirectory(source)) {
            return isOnnx(source) ? Optional.of(source) : Optional.empty();
        }
        try (Stream<Path> files = Files.list(source)) {
            return files.filter(OnnxFormat::isOnnx).sorted().findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static boolean isOnnx(Path file) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        return name.endsWith(".onnx") && Files.isRegularFile(file);
    }

    private static Inspection inspectFile(Path file) {
        try {
            OnnxHead head = OnnxHead.read(file);
            return Inspection.refused(ID, head.label(), "This is an ONNX model." + WAY_OUT);
        } catch (IOException e) {
            return Inspection.refused(
                    ID,
                    "ONNX",
                    "This is named as an ONNX model, but is damaged or cut off." + WAY_OUT);
        }
    }
}
