package dev.modeldeck.engine.starter;

import dev.modeldeck.engine.local.torchscript.AttributeValue;
import dev.modeldeck.engine.local.torchscript.TensorType;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.function.IntToDoubleFunction;

/** Tensors of a module, made element by element. */
final class Floats {

    private Floats() {}

    /**
     * @param learnt whether it gets a gradient
     */
    static AttributeValue tensor(List<Long> sizes, IntToDoubleFunction value, boolean learnt) {
        int count = (int) sizes.stream().mapToLong(Long::longValue).reduce(1, (a, b) -> a * b);
        ByteBuffer data = ByteBuffer.allocate(4 * count).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < count; i++) {
            data.putFloat((float) value.applyAsDouble(i));
        }
        return new AttributeValue.DenseTensor(TensorType.FLOAT32, sizes, data.flip(), learnt);
    }
}
