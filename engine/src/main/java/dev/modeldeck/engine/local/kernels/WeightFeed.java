package dev.modeldeck.engine.local.kernels;

import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.IValue;

import dev.modeldeck.engine.local.checkpoint.StoredTensor;
import dev.modeldeck.engine.local.torchscript.TensorType;
import dev.modeldeck.engine.local.torchscript.TorchModule;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** Hands a module its weights from mapped memory, through its own methods and without a copy. */
public final class WeightFeed {

    private final TorchModule module;

    /**
     * @param module with the methods of {@link LinearMaps#begin}
     */
    public WeightFeed(TorchModule module) {
        this.module = module;
    }

    /** Calls {@code add_LIST} with a tensor. */
    public void add(String list, StoredTensor tensor) {
        try (IValue weight = value(tensor)) {
            module.call("add_" + list, weight).close();
        }
    }

    /** Calls {@code add_LIST} with a list of tensors, which it stacks. */
    public void stack(String list, StoredTensor... parts) {
        List<IValue> values = new ArrayList<>();
        try {
            for (StoredTensor part : parts) {
                values.add(value(part));
            }
            try (IValue all = IValue.listFrom(values.toArray(IValue[]::new))) {
                module.call("add_" + list, all).close();
            }
        } finally {
            values.forEach(IValue::close);
        }
    }

    /** A tensor over the mapped bytes. */
    private IValue value(StoredTensor tensor) {
        long[] size = tensor.shape().stream().mapToLong(Long::longValue).toArray();
        PtNDArray array =
                (PtNDArray)
                        module.manager()
                                .create(
                                        tensor.bytes()
                                                .asByteBuffer()
                                                .order(ByteOrder.nativeOrder()),
                                        new Shape(size),
                                        tensor.type().carrier());
        try (array;
                IValue carrier = IValue.from(array)) {
            return tensor.type() == TensorType.BFLOAT16
                    ? module.call("as_bfloat16", carrier)
                    : IValue.from(array);
        }
    }
}
