package dev.modeldeck.engine.local.kernels;

import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.IValue;

import dev.modeldeck.engine.local.checkpoint.StoredTensor;
import dev.modeldeck.engine.local.torchscript.TensorType;
import dev.modeldeck.engine.local.torchscript.TorchModule;

import java.lang.foreign.Arena;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Weights of a checkpoint as inputs of a module, without a copy where they lie mapped. */
public final class StoredInputs {

    /** Bytes that one buffer can hold. */
    public static final long LARGEST = Integer.MAX_VALUE;

    private final TorchModule module;
    private final Arena kept;
    private final long largest;

    /**
     * @param module with the method {@link LinearMaps#AS_BFLOAT16}
     * @param kept lives as long as the module
     * @param largest bytes of a tensor that are handed over at once; what is larger comes in pieces
     */
    public StoredInputs(TorchModule module, Arena kept, long largest) {
        this.module = module;
        this.kept = kept;
        this.largest = largest;
    }

    /**
     * What is done with a list of tensors, which are there while it is done.
     *
     * @param packed whether something new is made of them; else a single one may be kept where it
     *     lies
     */
    public IValue given(List<StoredTensor> parts, boolean packed, Function<IValue, IValue> done) {
        List<StoredTensor> blocks =
                parts.stream().flatMap(part -> part.blocks(largest).stream()).toList();
        boolean joined = packed || blocks.size() > parts.size();
        List<IValue> values = new ArrayList<>();
        try (Arena packing = Arena.ofShared()) {
            for (StoredTensor block : blocks) {
                values.add(value(block, joined ? packing : kept));
            }
            try (IValue all = IValue.listFrom(values.toArray(IValue[]::new))) {
                return done.apply(all);
            }
        } finally {
            values.forEach(IValue::close);
        }
    }

    /** A tensor that lives as long as the module. */
    public IValue kept(StoredTensor tensor) {
        return value(tensor, kept);
    }

    /** A tensor over the stored bytes, without a copy. */
    private IValue value(StoredTensor tensor, Arena arena) {
        long[] size = tensor.shape().stream().mapToLong(Long::longValue).toArray();
        PtNDArray array =
                (PtNDArray)
                        module.manager()
                                .create(
                                        tensor.bytes(arena)
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
