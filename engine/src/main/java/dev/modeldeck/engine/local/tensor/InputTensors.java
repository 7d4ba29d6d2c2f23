package dev.modeldeck.engine.local.tensor;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;

import dev.modeldeck.engine.inference.Tensor;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Puts named tensors into the order of forward's parameters, and into PyTorch's memory.
 *
 * @param names in forward's order; empty to take tensors as they were sent
 */
record InputTensors(List<String> names) {

    List<Tensor> inOrder(List<Tensor> sent) {
        if (names.isEmpty()) {
            return sent;
        }
        List<Tensor> ordered = new ArrayList<>();
        for (String name : names) {
            ordered.add(named(name, sent));
        }
        for (Tensor tensor : sent) {
            if (!names.contains(tensor.name())) {
                throw invalid(
                        tensor, "is none of this model's inputs, which are " + listed() + ".");
            }
        }
        if (sent.size() > ordered.size()) {
            throw EngineException.invalid("An input was sent twice. Send each once.");
        }
        return ordered;
    }

    private Tensor named(String name, List<Tensor> sent) {
        return sent.stream()
                .filter(tensor -> tensor.name().equals(name))
                .findFirst()
                .orElseThrow(() ->
                        new EngineException(
                                new Problem.Invalid(
                                        "The input \"%s\" is missing; this model takes %s. You sent %s."
                                                .formatted(name, listed(), listed(sent)),
                                        name)));
    }

    private String listed() {
        return listed(names.stream());
    }

    private static String listed(List<Tensor> sent) {
        return sent.isEmpty() ? "nothing" : listed(sent.stream().map(Tensor::name));
    }

    private static String listed(Stream<String> names) {
        return names.map(name -> "\"" + name + "\"").collect(Collectors.joining(", "));
    }

    /** Copies a tensor into PyTorch; freed with its owner. */
    static PtNDArray toArray(PtNDManager owner, Tensor tensor) {
        DataType type =
                torchType(tensor.datatype())
                        .orElseThrow(() ->
                                invalid(
                                        tensor,
                                        "has datatype "
                                                + tensor.datatype()
                                                + ", which PyTorch models cannot take here. Send"
                                                + " FP32, FP64, FP16, INT64, INT32, INT8, UINT8 or"
                                                + " BOOL."));
        long[] sizes = tensor.shape().stream().mapToLong(Long::longValue).toArray();
        return owner.create(bytes(tensor), new Shape(sizes), type);
    }

    private static ByteBuffer bytes(Tensor tensor) {
        if (!(tensor.data() instanceof Tensor.Data.Fixed(ByteBuffer values))) {
            throw invalid(tensor, "has text where numbers are expected.");
        }
        long expected = tensor.elements() * tensor.datatype().size();
        if (values.remaining() != expected) {
            throw invalid(
                    tensor,
                    "of shape %s needs %d values, but has %d."
                            .formatted(
                                    tensor.shape(),
                                    tensor.elements(),
                                    values.remaining() / tensor.datatype().size()));
        }
        // A direct buffer is used in place, so the caller's must not be: it may be reused.
        ByteBuffer copy = ByteBuffer.allocateDirect((int) expected).order(ByteOrder.nativeOrder());
        return copy.put(values.duplicate()).flip();
    }

    private static Optional<DataType> torchType(Tensor.DataType type) {
        return Optional.ofNullable(
                switch (type) {
                    case FP32 -> DataType.FLOAT32;
                    case FP64 -> DataType.FLOAT64;
                    case FP16 -> DataType.FLOAT16;
                    case INT64 -> DataType.INT64;
                    case INT32 -> DataType.INT32;
                    case INT8 -> DataType.INT8;
                    case UINT8 -> DataType.UINT8;
                    case BOOL -> DataType.BOOLEAN;
                    case INT16, UINT16, UINT32, UINT64, BF16, BYTES -> null;
                });
    }

    private static EngineException invalid(Tensor tensor, String rest) {
        return new EngineException(
                new Problem.Invalid("The input \"" + tensor.name() + "\" " + rest, tensor.name()));
    }
}
