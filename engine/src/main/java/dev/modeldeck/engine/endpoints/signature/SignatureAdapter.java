package dev.modeldeck.engine.endpoints.signature;

import dev.modeldeck.engine.inference.InferenceResult;
import dev.modeldeck.engine.inference.Payload;
import dev.modeldeck.engine.inference.Tensor;
import dev.modeldeck.engine.inference.rows.RowTensors;
import dev.modeldeck.engine.inference.rows.Table;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.registry.Inspection.Task;
import dev.modeldeck.engine.registry.ModelVersion;
import dev.modeldeck.engine.registry.Signature;
import dev.modeldeck.engine.registry.Signature.Column;
import dev.modeldeck.engine.registry.Signature.TensorField;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Makes of a call what the model behind the endpoint takes, and of its answer what was asked. */
public final class SignatureAdapter {

    private SignatureAdapter() {}

    /**
     * The payload for the backend: rows become tensors, or texts where the model reads texts;
     * tensors are checked, texts pass.
     *
     * @throws EngineException with {@code Invalid} naming the column, or {@code Unsupported} when
     *     the model answers something else
     */
    public static Payload toBackend(ModelVersion version, Payload payload) {
        Task task = version.inspection().task();
        requireKnown(version, payload);
        return switch (payload) {
            case Payload.Tabular tabular when task == Task.TENSORS ->
                    new Payload.Tensors(
                            rows(version.inspection().signature(), tabular.input()),
                            List.of(),
                            tabular.params());
            case Payload.Tabular tabular ->
                    TextTensors.payload(task, texts(version.inspection().signature(), tabular));
            case Payload.Tensors sent when task == Task.TENSORS ->
                    checked(version.inspection().signature(), sent);
            case Payload.Tensors sent ->
                    TextTensors.payload(
                            task, inOrder(version.inspection().signature(), sent.inputs()));
            case Payload.Chat _, Payload.Completion _ -> LocalParameters.checked(payload);
            case Payload.Embedding _, Payload.Classification _, Payload.Reranking _ -> payload;
        };
    }

    /** The answer in the form in which the call was made. */
    public static InferenceResult fromBackend(
            ModelVersion version, Payload asked, InferenceResult result) {
        return switch (asked) {
            case Payload.Tabular _ ->
                    TextTensors.tensors(result) instanceof InferenceResult.Tensors tensors
                            ? new InferenceResult.Predictions(
                                    Prediction.of(
                                            tensors.outputs(), version.inspection().signature()),
                                    tensors.usage())
                            : result;
            case Payload.Tensors _ -> TextTensors.tensors(result);
            case Payload.Chat _, Payload.Completion _ ->
                    result instanceof InferenceResult.Text text
                            ? text.ignoring(LocalParameters.dropped(asked))
                            : result;
            case Payload.Embedding _, Payload.Classification _, Payload.Reranking _ -> result;
        };
    }

    /**
     * What a model takes as tensors, for the metadata of the Open Inference Protocol: columns that
     * travel as one matrix are told as that matrix.
     */
    public static List<TensorField> inputs(Signature signature) {
        List<Column> columns = columns(signature);
        if (columns.isEmpty()) {
            return named(fields(signature), RowTensors.UNNAMED);
        }
        if (new ColumnInputs(columns).matrix()) {
            return List.of(
                    new TensorField(
                            RowTensors.UNNAMED, "float32", List.of(-1L, (long) columns.size())));
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
            return new RowTensors(List.of()).tensors(input);
        }
        List<Column> columns = columns(signature);
        return columns.isEmpty()
                ? new RowTensors(TensorChecks.inputs(fields(signature))).tensors(input)
                : new ColumnInputs(columns).tensors(Table.read(input));
    }

    /** Rows of texts may leave out what is no text of every row. */
    private static List<Tensor> texts(@Nullable Signature signature, Payload.Tabular tabular) {
        List<Column> columns = signature == null ? List.of() : columns(signature);
        Table table = Table.read(tabular.input());
        List<Column> sent =
                table.columns().isEmpty()
                        ? columns.stream()
                                .filter(column -> column.required() || table.width() > 1)
                                .toList()
                        : columns;
        return columns.isEmpty()
                ? rows(signature, tabular.input())
                : new ColumnInputs(sent).tensors(table);
    }

    /** By their names where the signature has these: a document must not become the query. */
    private static List<Tensor> inOrder(@Nullable Signature signature, List<Tensor> sent) {
        List<String> names =
                signature == null
                        ? List.of()
                        : columns(signature).stream().map(Column::name).toList();
        return sent.stream().allMatch(tensor -> names.contains(tensor.name()))
                ? sent.stream()
                        .sorted(Comparator.comparingInt(tensor -> names.indexOf(tensor.name())))
                        .toList()
                : sent;
    }

    private static Payload.Tensors checked(@Nullable Signature signature, Payload.Tensors sent) {
        if (signature != null && !signature.inputs().isEmpty()) {
            TensorChecks.check(
                    sent.inputs(),
                    columns(signature).isEmpty() ? fields(signature) : inputs(signature));
        }
        return sent;
    }

    private static void requireKnown(ModelVersion version, Payload payload) {
        Task task = version.inspection().task();
        boolean known =
                switch (payload) {
                    case Payload.Chat _, Payload.Completion _ -> task.writes();
                    case Payload.Embedding _ -> task == Task.EMBEDDING;
                    case Payload.Classification _ ->
                            task == Task.CLASSIFICATION || task == Task.RERANKING;
                    case Payload.Reranking _ -> task == Task.RERANKING;
                    case Payload.Tabular _, Payload.Tensors _ -> !task.writes();
                };
        if (!known) {
            throw new EngineException(
                    new Problem.Unsupported(
                            "%s version %d answers %s. Send that instead, or call another endpoint."
                                    .formatted(version.model(), version.number(), answers(task))));
        }
    }

    private static String answers(Task task) {
        return switch (task) {
            case CHAT, COMPLETION ->
                    "texts (messages or a prompt) by writing; it gives no embeddings, classes or predictions";
            case EMBEDDING ->
                    "texts with their embeddings (\"input\", at /v1/embeddings), not chats";
            case CLASSIFICATION -> "texts with their classes (\"input\", at /classify), not chats";
            case RERANKING ->
                    "a query and documents with their relevance (\"query\" and \"documents\", at /v1/rerank), not chats";
            case TENSORS ->
                    "rows (dataframe_split, dataframe_records, instances, inputs) and tensors (Open Inference Protocol), not texts";
        };
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
