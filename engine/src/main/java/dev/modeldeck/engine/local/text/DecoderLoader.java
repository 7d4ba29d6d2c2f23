package dev.modeldeck.engine.local.text;

import ai.djl.Device;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.IValue;

import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Opening;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.local.checkpoint.LoadProgress;
import dev.modeldeck.engine.local.checkpoint.StoredTensor;
import dev.modeldeck.engine.local.checkpoint.Weights;
import dev.modeldeck.engine.local.kernels.LinearKernel;
import dev.modeldeck.engine.local.kernels.Precision;
import dev.modeldeck.engine.local.torchscript.ComputeThreads;
import dev.modeldeck.engine.local.torchscript.TensorType;
import dev.modeldeck.engine.local.torchscript.TorchModule;

import java.io.IOException;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Builds a {@link Decoder}: loads its module and hands it the weights from mapped memory, layer by
 * layer.
 */
final class DecoderLoader {

    /** Rows of the output matrix that are converted at once, to keep the peak of memory low. */
    private static final int HEAD_BLOCK = 32_768;

    /** Bytes that one buffer can hold. */
    private static final long LARGEST = Integer.MAX_VALUE;

    private final DecoderShape shape;
    private final WeightPlan plan;
    private final Weights weights;
    private final TorchModule module;
    private final long largest;

    private DecoderLoader(DecoderShape shape, Weights weights, TorchModule module, long largest) {
        this.shape = shape;
        this.plan = WeightPlan.of(shape, weights);
        this.weights = weights;
        this.module = module;
        this.largest = largest;
    }

    /**
     * Loads a decoder, which closes the weights when it is closed.
     *
     * @param positions that it remembers, of all sequences together
     */
    static Decoder load(
            DecoderShape shape,
            Weights weights,
            Precision precision,
            String device,
            int positions,
            LoadProgress progress) {
        return load(shape, weights, precision, device, positions, progress, LARGEST);
    }

    /**
     * @param largest bytes of a tensor that are handed over at once; what is larger comes in pieces
     */
    static Decoder load(
            DecoderShape shape,
            Weights weights,
            Precision precision,
            String device,
            int positions,
            LoadProgress progress,
            long largest) {
        checkSizes(shape, precision);
        try (Opening opening = new Opening()) {
            TorchModule module = module(shape, precision, device);
            opening.otherwise(module::close);
            ComputeThreads thread = new ComputeThreads("decoder", 1);
            opening.otherwise(thread::close);
            DecoderLoader loader = new DecoderLoader(shape, weights, module, largest);
            thread.run(() -> {
                loader.addAll(progress);
                return true;
            });
            Decoder decoder = new Decoder(shape, precision, module, weights, thread, positions);
            opening.done();
            return decoder;
        }
    }

    private static void checkSizes(DecoderShape shape, Precision precision) {
        if (precision.kernel() != LinearKernel.INT4) {
            return;
        }
        Attention attention = shape.attention();
        boolean columns =
                IntStream.of(shape.hidden(), shape.mlp().width(), attention.queries())
                        .allMatch(size -> size % LinearKernel.GROUP == 0);
        boolean rows =
                IntStream.of(
                                attention.queries() + 2 * attention.keys(),
                                shape.hidden(),
                                shape.mlp().firstRows())
                        .allMatch(size -> size % LinearKernel.ROWS == 0);
        if (!columns || !rows) {
            throw new EngineException(
                    new Problem.Unsupported(
                            "This model's matrices do not divide into groups of four-bit weights. Choose int8."));
        }
    }

    private static TorchModule module(DecoderShape shape, Precision precision, String device) {
        // Looking a name up asks for graphics cards, which is slow and noisy where none are.
        Device place = device.equals("cpu") ? Device.cpu() : Device.fromName(device);
        try {
            return TorchModule.load(DecoderSource.write(shape, precision, device), place);
        } catch (IOException e) {
            throw new EngineException(
                    new Problem.Internal("The model's code could not be loaded by PyTorch."), e);
        }
    }

    private void addAll(LoadProgress progress) {
        int layers = shape.layers().size();
        plan.beginning().forEach(this::add);
        for (int layer = 0; layer < layers; layer++) {
            progress.at((layer + 0.5) / (layers + 1.0), "Loading layer " + (layer + 1));
            plan.layer(layer).forEach(this::add);
        }
        plan.end().forEach(this::add);
        progress.at(layers / (layers + 1.0), "Loading the output matrix");
        addHead();
    }

    private void addHead() {
        StoredTensor head = stored(plan.head());
        for (int row = 0; row < shape.vocabulary(); row += HEAD_BLOCK) {
            int end = Math.min(row + HEAD_BLOCK, shape.vocabulary());
            add("head", List.of(head.rows(row, end)));
        }
    }

    private void add(WeightPlan.Part part) {
        add(part.list(), part.tensors().stream().map(this::stored).toList());
    }

    private StoredTensor stored(WeightPlan.Tensor tensor) {
        return weights.get(tensor.name(), tensor.size());
    }

    private void add(String list, List<StoredTensor> parts) {
        List<IValue> values = new ArrayList<>();
        try {
            for (StoredTensor part : parts) {
                for (StoredTensor block : part.blocks(largest)) {
                    values.add(value(block));
                }
            }
            try (IValue all = IValue.listFrom(values.toArray(IValue[]::new))) {
                module.call("add_" + list, all).close();
            }
        } finally {
            values.forEach(IValue::close);
        }
    }

    /** A tensor over the mapped bytes, without a copy. */
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
