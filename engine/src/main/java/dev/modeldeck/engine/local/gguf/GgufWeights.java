package dev.modeldeck.engine.local.gguf;

import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.local.checkpoint.StoredTensor;
import dev.modeldeck.engine.local.checkpoint.Weights;
import dev.modeldeck.engine.local.torchscript.TensorType;
import dev.modeldeck.engine.registry.format.gguf.GgufModel;
import dev.modeldeck.engine.registry.format.gguf.GgufTensor;
import dev.modeldeck.engine.registry.format.gguf.GgufType;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/**
 * The weights of a GGUF model under Hugging Face's names. What is quantised is widened when its
 * bytes are asked for; the rest lies in the file as it is used.
 */
final class GgufWeights implements Weights {

    private static final ValueLayout.OfFloat FLOAT =
            ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final GgufModel model;
    private final Architecture architecture;
    private final TensorType quantised;

    /**
     * @param model closed with this
     * @param quantised type in which quantised tensors are handed out
     */
    GgufWeights(GgufModel model, TensorType quantised) {
        this.model = model;
        this.architecture = Architectures.of(model.head());
        this.quantised = quantised;
    }

    @Override
    public StoredTensor get(String name, long... shape) {
        String inFile = architecture.names().of(name);
        GgufTensor tensor = model.head().tensors().get(inFile);
        if (tensor == null) {
            throw damaged("The file lacks the tensor \"%s\".".formatted(inFile), inFile);
        }
        List<Long> expected = Arrays.stream(shape).boxed().toList();
        if (!tensor.shape().equals(expected)) {
            throw damaged(
                    "The tensor \"%s\" has the shape %s where the file's own sizes ask for %s."
                            .formatted(inFile, tensor.shape(), expected),
                    inFile);
        }
        if (architecture.normsAboveOne() && inFile.endsWith("norm.weight")) {
            return new StoredTensor(type(tensor), tensor.shape(), lessOne(tensor));
        }
        TensorRows rows = new TensorRows(model.bytes(tensor), tensor, type(tensor), order(name));
        return new StoredTensor(type(tensor), tensor.shape(), rows);
    }

    /** Weights of a norm, which files hold with one added. */
    private StoredTensor.Content lessOne(GgufTensor tensor) {
        if (tensor.type() != GgufType.F32) {
            throw damaged("The norm \"%s\" is not in f32.".formatted(tensor.name()), tensor.name());
        }
        MemorySegment stored = model.bytes(tensor);
        return (from, to, arena) -> {
            MemorySegment made = arena.allocate(to - from, Float.BYTES);
            for (long at = from; at < to; at += Float.BYTES) {
                made.set(FLOAT, at - from, stored.get(FLOAT, at) - 1);
            }
            return made;
        };
    }

    private TensorType type(GgufTensor tensor) {
        return switch (tensor.type()) {
            case F32 -> TensorType.FLOAT32;
            case F16 -> TensorType.FLOAT16;
            case BF16 -> TensorType.BFLOAT16;
            default -> quantised;
        };
    }

    private RowOrder order(String name) {
        if (!architecture.interleaved()) {
            return RowOrder.AS_STORED;
        }
        String prefix = model.head().architecture() + ".attention.";
        long heads = model.head().whole(prefix + "head_count").orElse(1);
        if (name.contains(".q_proj.")) {
            return RowOrder.interleaved(heads);
        }
        return name.contains(".k_proj.")
                ? RowOrder.interleaved(model.head().whole(prefix + "head_count_kv").orElse(heads))
                : RowOrder.AS_STORED;
    }

    @Override
    public boolean has(String name) {
        return model.head().tensors().containsKey(architecture.names().of(name));
    }

    @Override
    public Arena arena() {
        return model.arena();
    }

    @Override
    public long bytes() {
        return model.head().tensors().values().stream().mapToLong(GgufTensor::bytes).sum();
    }

    private static EngineException damaged(String what, String name) {
        return new EngineException(new Problem.Damaged(what + " Download it again.", name));
    }

    @Override
    public void close() {
        model.close();
    }
}
