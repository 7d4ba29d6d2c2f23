package dev.modeldeck.engine.endpoints.signature;

import dev.modeldeck.engine.inference.EmbeddingOptions;
import dev.modeldeck.engine.inference.InferenceResult;
import dev.modeldeck.engine.inference.Payload;
import dev.modeldeck.engine.inference.Payload.Prompt;
import dev.modeldeck.engine.inference.ReadingOptions;
import dev.modeldeck.engine.inference.Tensor;
import dev.modeldeck.engine.inference.Tensor.DataType;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.registry.Inspection.Task;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Calls of an encoder by rows or tensors: texts in, one a row, or two where pairs are judged; and
 * what it answered as tensors.
 */
final class TextTensors {

    private TextTensors() {}

    static Payload payload(Task task, List<Tensor> inputs) {
        if (inputs.isEmpty() || inputs.size() > (task == Task.EMBEDDING ? 1 : 2)) {
            throw new EngineException(
                    new Problem.Invalid(
                            "This model reads texts: send one input of them%s."
                                    .formatted(
                                            task == Task.EMBEDDING ? "" : ", or two for pairs")));
        }
        List<String> first = texts(inputs.getFirst());
        List<String> second = texts(inputs.getLast());
        if (first.size() != second.size()) {
            throw new EngineException(
                    new Problem.Invalid("The two inputs of pairs must have as many texts."));
        }
        List<Prompt> prompts = new ArrayList<>();
        for (int i = 0; i < first.size(); i++) {
            boolean alone = inputs.size() == 1 || second.get(i).isEmpty();
            prompts.add(
                    alone
                            ? new Prompt.Text(first.get(i))
                            : new Prompt.Pair(first.get(i), second.get(i)));
        }
        return task == Task.EMBEDDING
                ? new Payload.Embedding(prompts, EmbeddingOptions.defaults())
                : new Payload.Classification(prompts, ReadingOptions.WHOLE);
    }

    private static List<String> texts(Tensor tensor) {
        if (!(tensor.data() instanceof Tensor.Data.Strings strings)) {
            throw new EngineException(
                    new Problem.Invalid(
                            "Input \"%s\" has the type %s, but this model reads texts (BYTES)."
                                    .formatted(tensor.name(), tensor.datatype()),
                            tensor.name()));
        }
        return strings.values().stream()
                .map(bytes -> StandardCharsets.UTF_8.decode(bytes.duplicate()).toString())
                .toList();
    }

    /** What an encoder gave, a row for each text; of classes the best alone. */
    static InferenceResult tensors(InferenceResult result) {
        return switch (result) {
            case InferenceResult.Embeddings vectors ->
                    new InferenceResult.Tensors(
                            List.of(floats("embedding", vectors.vectors())), vectors.usage());
            case InferenceResult.Classes classes ->
                    new InferenceResult.Tensors(best(classes), classes.usage());
            case InferenceResult.Text _,
                    InferenceResult.Relevance _,
                    InferenceResult.Predictions _,
                    InferenceResult.Tensors _ ->
                    result;
        };
    }

    private static List<Tensor> best(InferenceResult.Classes classes) {
        List<ByteBuffer> labels = new ArrayList<>();
        List<float[]> scores = new ArrayList<>();
        for (float[] all : classes.scores()) {
            int best = InferenceResult.Classes.best(all);
            labels.add(
                    ByteBuffer.wrap(classes.labels().get(best).getBytes(StandardCharsets.UTF_8)));
            scores.add(new float[] {all[best]});
        }
        Tensor score = floats("score", scores);
        return classes.labels().size() == 1
                ? List.of(score)
                : List.of(
                        new Tensor(
                                "label",
                                DataType.BYTES,
                                List.of((long) labels.size()),
                                new Tensor.Data.Strings(labels)),
                        score);
    }

    /** Rows of one number each are a list. */
    private static Tensor floats(String name, List<float[]> rows) {
        int width = rows.isEmpty() ? 0 : rows.getFirst().length;
        ByteBuffer bytes =
                ByteBuffer.allocate(rows.size() * width * Float.BYTES)
                        .order(ByteOrder.LITTLE_ENDIAN);
        rows.forEach(row -> {
            for (float number : row) {
                bytes.putFloat(number);
            }
        });
        List<Long> shape =
                width == 1
                        ? List.of((long) rows.size())
                        : List.of((long) rows.size(), (long) width);
        return new Tensor(name, DataType.FP32, shape, new Tensor.Data.Fixed(bytes.flip()));
    }
}
