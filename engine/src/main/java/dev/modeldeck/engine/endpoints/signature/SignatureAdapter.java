package dev.modeldeck.engine.endpoints.signature;

import dev.modeldeck.engine.inference.InferenceResult;
import dev.modeldeck.engine.inference.Payload;
import dev.modeldeck.engine.inference.Tensor;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.registry.Inspection;
import dev.modeldeck.engine.registry.ModelVersion;
import dev.modeldeck.engine.registry.Signature;
import dev.modeldeck.engine.registry.Signature.Column;
import dev.modeldeck.engine.registry.Signature.TensorField;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/** Makes of a call what the model behind the endpoint takes, and of its answer what was asked. */
public final class SignatureAdapter {

    private SignatureAdapter() {}

    /**
     * The payload for the backend: rows become tensors, tensors are checked, texts pass.
     *
     * @throws EngineException with {@code Invalid} naming the column, or {@code Unsupported} when
     *     the model answers something else
     */
    public static Payload toBackend(ModelVersion version, Payload payload) {
        boolean tensors = version.inspection().task() == Inspection.Task.TENSORS;
        Signature signature = version.inspection().signature();
        return switch (payload) {
            case Payload.Tabular tabular -> {
                require(tensors, version);
                yield new Payload.Tensors(
                        rows(signature, tabular.input()), List.of(), tabular.params());
            }
            case Payload.Tensors sent -> {
                require(tensors, version);
                if (signature != null && !signature.inputs().isEmpty()) {
                    TensorChecks.check(
                            sent.inputs(),
                            columns(signature).isEmpty() ? fields(signature) : inputs(signature));
                }
                yield sent;
            }
            case Payload.Chat chat -> {
                require(!tensors, version);
                yield chat;
            }
            case Payload.Completion completion -> {
                require(!tensors, version);
                yield completion;
            }
            case Payload.Embedding embedding -> {
                require(!tensors, version);
                yield embedding;
            }
        };
    }

    /** The answer in the form in which the call was made. */
    public static InferenceResult fromBackend(
            ModelVersion version, Payload asked, InferenceResult result) {
        return asked instanceof Payload.Tabular && result instanceof InferenceResult.Tensors tensors
                ? new InferenceResult.Predictions(
                        Prediction.of(tensors.outputs(), version.inspection().signature()))
                : result;
    }

    /**
     * What a model takes as tensors, for the metadata of the Open Inference Protocol: columns that
     * travel as one matrix are told as that matrix.
     */
    public static List<TensorField> inputs(Signature signature) {
        List<Column> columns = columns(signature);
        if (columns.isEmpty()) {
            return named(fields(signature), ColumnInputs.MATRIX);
        }
        if (new ColumnInputs(columns).matrix()) {
            return List.of(
                    new TensorField(
                            ColumnInputs.MATRIX, "float32", List.of(-1L, (long) columns.size())));
        }
        List<TensorField> each = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            String type = numpy(ColumnInputs.type(columns.get(i)));
            String name = ColumnInputs.name(columns.get(i), i);
            each.add(new TensorField(name, type, List.of(-1L, 1L)));
        }
        return each;
    }

    /** The names under which {@link #inputs} are sent. */
    public static List<String> inputNames(@Nullable Signature signature) {
        return signature == null
                ? List.of()
                : inputs(signature).stream().map(TensorField::name).toList();
    }

    private static List<Tensor> rows(@Nullable Signature signature, Payload.TabularInput input) {
        if (signature == null || signature.inputs().isEmpty()) {
            return new TensorInputs(List.of()).tensors(input);
        }
        List<Column> columns = columns(signature);
        return columns.isEmpty()
                ? new TensorInputs(fields(signature)).tensors(input)
                : new ColumnInputs(columns).tensors(Table.read(input));
    }

    private static void require(boolean can, ModelVersion version) {
        if (!can) {
            boolean tensors = version.inspection().task() == Inspection.Task.TENSORS;
            throw new EngineException(
                    new Problem.Unsupported(
                            "%s version %d answers %s. Send that instead, or call another endpoint."
                                    .formatted(
                                            version.model(),
                                            version.number(),
                                            tensors
                                                    ? "rows (dataframe_split, dataframe_records, instances, inputs) and tensors (Open Inference Protocol), not texts"
                                                    : "texts (messages or a prompt), not rows or tensors")));
        }
    }

    private static List<Column> columns(Signature signature) {
        return signature.inputs().stream()
                .filter(Column.class::isInstance)
                .map(Column.class::cast)
                .toList();
    }

    private static List<TensorField> fields(Signature signature) {
        return signature.inputs().stream()
                .filter(TensorField.class::isInstance)
                .map(TensorField.class::cast)
                .toList();
    }

    private static List<TensorField> named(List<TensorField> fields, String otherwise) {
        return fields.stream()
                .map(f -> f.name().isEmpty() ? new TensorField(otherwise, f.dtype(), f.shape()) : f)
                .toList();
    }

    private static String numpy(Tensor.DataType type) {
        return switch (type) {
            case BOOL -> "bool";
            case INT32 -> "int32";
            case INT64 -> "int64";
            case FP32 -> "float32";
            case FP64 -> "float64";
            default -> "str";
        };
    }
}
