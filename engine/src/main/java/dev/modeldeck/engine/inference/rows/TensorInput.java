package dev.modeldeck.engine.inference.rows;

import dev.modeldeck.engine.inference.Tensor;
import dev.modeldeck.engine.inference.Tensor.DataType;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;

import java.util.ArrayList;
import java.util.List;

/**
 * A tensor that a model takes.
 *
 * @param name empty where the model has one input without a name
 * @param shape -1 for any size; empty where any shape will do
 */
public record TensorInput(String name, DataType datatype, List<Long> shape) {

    public TensorInput {
        shape = List.copyOf(shape);
    }

    /** The same tensor, if its shape is allowed. */
    public Tensor shaped(Tensor tensor) {
        if (!takes(tensor.shape())) {
            String message =
                    "Input \"%s\" has the shape %s but the model takes %s (-1 is any size)."
                            .formatted(tensor.name(), tensor.shape(), shape);
            throw new EngineException(
                    tensor.name().isEmpty()
                            ? new Problem.Invalid(message)
                            : new Problem.Invalid(message, tensor.name()));
        }
        return tensor;
    }

    /** A column of single values is a matrix of one column where the model takes that. */
    Tensor column(Tensor tensor) {
        List<Long> matrix = new ArrayList<>(tensor.shape());
        matrix.add(1L);
        return tensor.shape().size() + 1 == shape.size() && takes(matrix)
                ? new Tensor(tensor.name(), tensor.datatype(), matrix, tensor.data())
                : shaped(tensor);
    }

    private boolean takes(List<Long> sizes) {
        boolean fits = shape.isEmpty() || shape.size() == sizes.size();
        for (int i = 0; fits && i < shape.size(); i++) {
            fits = shape.get(i) < 0 || shape.get(i).equals(sizes.get(i));
        }
        return fits;
    }
}
