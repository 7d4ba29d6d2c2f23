package dev.modeldeck.engine.registry.format.mlflow;

import dev.modeldeck.engine.registry.FileNames;
import dev.modeldeck.engine.registry.Inspection;
import dev.modeldeck.engine.registry.ModelFormat;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds the model that a flavour of an MLflow folder holds, and says the flavour's own words of it.
 */
final class FlavourInspection {

    private static final Set<String> TREES_AND_TABLES =
            Set.of("sklearn", "xgboost", "lightgbm", "catboost");

    private final Path folder;
    private final MlModel model;
    private final ModelFormat.Inspector others;

    FlavourInspection(Path folder, MlModel model, ModelFormat.Inspector others) {
        this.folder = folder;
        this.model = model;
        this.others = others;
    }

    /** A model of another format inside the folder. */
    private record Nested(Path path, Inspection inspection) {}

    Inspection run() {
        List<Nested> found =
                candidates().stream()
                        .flatMap(
                                path -> others.inspect(path).map(i -> new Nested(path, i)).stream())
                        .toList();
        Optional<Nested> runnable =
                found.stream()
                        .filter(nested -> nested.inspection().whyNotRunnable().isEmpty())
                        .findFirst();
        return runnable.or(() -> found.stream().findFirst())
                .map(nested -> wrapped(nested, refusal(nested.inspection())))
                .orElseGet(() ->
                        Inspection.refused(
                                MlflowFormat.ID,
                                label("no model that runs here"),
                                reason(noModel())));
    }

    private Inspection wrapped(Nested nested, @Nullable String refusal) {
        Inspection inner = nested.inspection();
        String path = folder.relativize(nested.path()).toString().replace('\\', '/');
        String entryPoint = inner.entryPoint().isEmpty() ? path : path + "/" + inner.entryPoint();
        return new Inspection(
                MlflowFormat.ID,
                label(inner.formatLabel()),
                inner.task(),
                inner.architecture(),
                inner.parameters(),
                inner.dtype(),
                inner.contextLength(),
                model.signature() == null ? inner.signature() : model.signature(),
                Optional.ofNullable(InputExample.read(folder, model)).orElse(inner.inputExample()),
                model.licence().isEmpty() ? inner.licence() : model.licence(),
                entryPoint,
                inner.shape(),
                inner.encoder(),
                refusal);
    }

    private static String label(String inner) {
        return MlflowFormat.LABEL + ", " + inner;
    }

    /** Where the flavours say that their data is, then every other place where it may be. */
    private Set<Path> candidates() {
        Set<Path> candidates = new LinkedHashSet<>();
        for (String flavour : model.flavours()) {
            for (String key : List.of("model_binary", "model_data", "data", "model_path")) {
                FileNames.below(folder, model.flavour(flavour, key, ""))
                        .ifPresent(stated -> {
                            candidates.add(stated);
                            candidates.add(stated.resolve("model.pth"));
                        });
            }
        }
        try (Stream<Path> entries = Files.list(folder)) {
            entries.sorted().forEach(candidates::add);
        } catch (IOException e) {
            // What cannot be listed holds nothing that we could load.
            return Set.of();
        }
        return candidates.stream()
                .filter(path -> !path.equals(folder))
                .filter(Files::exists)
                .filter(path -> Files.isDirectory(path) || looksLikeAModel(path))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static boolean looksLikeAModel(Path file) {
        String name = String.valueOf(file.getFileName());
        return Stream.of(".pt", ".pth", ".onnx", ".gguf", ".pkl").anyMatch(name::endsWith);
    }

    private @Nullable String refusal(Inspection inner) {
        return inner.whyNotRunnable().map(this::reason).orElse(null);
    }

    /** The flavour's own way out where it has one, otherwise what its data's format says. */
    private String reason(String otherwise) {
        Set<String> flavours = model.flavours();
        if (flavours.stream().anyMatch(TREES_AND_TABLES::contains)) {
            String flavour =
                    flavours.stream().filter(TREES_AND_TABLES::contains).findFirst().orElse("");
            return "This is a model of "
                    + flavour
                    + ", which needs Python to run. Convert it to TorchScript with Hummingbird"
                    + " (hummingbird.ml.convert(model, \"torch.jit\", X).model) and save it with"
                    + " mlflow.pytorch.save_model.";
        }
        if (flavours.contains("pytorch")) {
            return "The PyTorch model in this folder is pickled: only the Python code that wrote it"
                    + " can open it. Trace it first, then save it with MLflow again:"
                    + " mlflow.pytorch.save_model(torch.jit.trace(model.eval(), example), path)";
        }
        return otherwise;
    }

    private String noModel() {
        Set<String> flavours = model.flavours();
        String what =
                flavours.isEmpty()
                        ? "This MLflow folder names no flavour"
                        : "This MLflow model has the flavour "
                                + flavours.stream()
                                        .filter(f ->
                                                flavours.size() == 1
                                                        || !f.equals("python_function"))
                                        .collect(Collectors.joining(", "));
        return what
                + ", and holds neither TorchScript nor a Hugging Face folder, so it needs Python to"
                + " run. Save the model with mlflow.pytorch (traced) or mlflow.transformers"
                + " (safetensors).";
    }
}
