package dev.modeldeck.engine.endpoints.signature;

import dev.modeldeck.engine.inference.Tensor;
import dev.modeldeck.engine.inference.rows.TensorInput;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.registry.Signature.TensorField;

import java.util.List;

/** Tensors as they were sent, against a signature of tensors. */
final class TensorChecks {

    private TensorChecks() {}

    /** What the fields of a signature take. */
    static List<TensorInput> inputs(List<TensorField> fields) {
        return fields.stream().map(TensorChecks::input).toList();
    }

    private static TensorInput input(TensorField field) {
        return new TensorInput(field.name(), NumpyTypes.of(field.dtype()), field.shape());
    }

    /** Names, types and shapes of an Open Inference request. */
    static void check(List<Tensor> sent, List<TensorField> fields) {
        if (fields.size() == 1 && fields.getFirst().name().isEmpty()) {
            if (sent.size() != 1) {
                throw invalid(
                        "", "The model takes one input but %d were sent.".formatted(sent.size()));
            }
            check(sent.getFirst(), fields.getFirst());
            return;
        }
        List<String> names = fields.stream().map(TensorField::name).toList();
        for (Tensor tensor : sent) {
            if (!names.contains(tensor.name())) {
                throw invalid(
                        tensor.name(),
                        "The model has no input \"%s\". It takes: %s."
                                .formatted(tensor.name(), String.join(", ", names)));
            }
        }
        for (TensorField field : fields) {
            Tensor found =
                    sent.stream()
                            .filter(t -> t.name().equals(field.name()))
                            .findFirst()
                            .orElseThrow(() ->
                                    invalid(
                                            field.name(),
                                            "Input \"%s\" is missing. The model takes: %s."
                                                    .formatted(
                                                            field.name(),
                                                            String.join(", ", names))));
            check(found, field);
        }
    }

    private static void check(Tensor tensor, TensorField field) {
        TensorInput wanted = input(field);
        if (tensor.datatype() != wanted.datatype()) {
            throw invalid(
                    tensor.name(),
                    "Input \"%s\" has the type %s but the model takes %s."
                            .formatted(tensor.name(), tensor.datatype(), wanted.datatype()));
        }
        wanted.shaped(tensor);
    }

    static EngineException invalid(String name, String message) {
        return new EngineException(
                name.isEmpty() ? new Problem.Invalid(message) : new Problem.Invalid(message, name));
    }
}
