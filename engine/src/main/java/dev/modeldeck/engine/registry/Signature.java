package dev.modeldeck.engine.registry;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** MLflow's model signature: what a model takes and gives. Parameters are left as JSON text. */
public record Signature(List<Field> inputs, List<Field> outputs, @Nullable String params) {

    public Signature {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }

    /** One input or output. */
    public sealed interface Field {
        /** Empty where the signature names none. */
        String name();
    }

    /**
     * A column of a table.
     *
     * @param type MLflow's word: double, float, long, integer, boolean, string, binary, datetime
     */
    public record Column(String name, String type, boolean required) implements Field {}

    /**
     * A tensor.
     *
     * @param dtype numpy's word, for example float32
     * @param shape -1 for any size
     */
    public record TensorField(String name, String dtype, List<Long> shape) implements Field {
        public TensorField {
            shape = List.copyOf(shape);
        }
    }
}
