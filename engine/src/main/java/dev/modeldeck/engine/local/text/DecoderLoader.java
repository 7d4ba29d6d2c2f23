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

    private final DecoderShape shape;
    private final Weights weights;
    private final TorchModule module;

    private DecoderLoader(DecoderShape shape, Weights weights, TorchModule module) {
        this.shape = shape;
        this.weights = weights;
        this.module = module;
    }

    /**
     * Loads a decoder, which closes the weights when it is closed.
     *
     * @param slots how many sequences it keeps at once
     */
    static Decoder load(
            DecoderShape shape,
            Weights weights,
            Precision precision,
            String device,
            int slots,
            LoadProgress progress) {
        checkSizes(shape, precision);
        try (Opening opening = new Opening()) {
            TorchModule module = module(shape, precision, device);
            opening.otherwise(module::close);
            ComputeThreads thread = new ComputeThreads("decoder", 1);
            opening.otherwise(thread::close);
            DecoderLoader loader = new DecoderLoader(shape, weights, module);
            thread.run(() -> {
                loader.addAll(progress);
                return true;
            });
            Decoder decoder = new Decoder(shape, module, weights, thread, slots);
            opening.done();
            return decoder;
        }
    }

    private static void checkSizes(DecoderShape shape, Precision precision) {
        if (precision.kernel() != LinearKernel.INT4) {
            return;
        }
        int queries = shape.heads() * shape.headSize();
        boolean columns =
                IntStream.of(shape.hidden(), shape.intermediate(), queries)
                        .allMatch(size -> size % LinearKernel.GROUP == 0);
        boolean rows =
                IntStream.of(
                                queries + 2 * shape.kvHeads() * shape.headSize(),
                                shape.hidden(),
                                2 * shape.intermediate())
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
        add("embedding", "model.embed_tokens.weight", shape.vocabulary(), shape.hidden());
        for (int layer = 0; layer < shape.layers(); layer++) {
            progress.at((layer + 0.5) / (shape.layers() + 1.0), "Loading layer " + (layer + 1));
            addAttention("model.layers." + layer + ".self_attn.");
            addMlp("model.layers." + layer + ".mlp.");
            add(
                    "attention_norm",
                    "model.layers." + layer + ".input_layernorm.weight",
                    shape.hidden());
            add(
                    "mlp_norm",
                    "model.layers." + layer + ".post_attention_layernorm.weight",
                    shape.hidden());
        }
        add("last_norm", "model.norm.weight", shape.hidden());
        progress.at(shape.layers() / (shape.layers() + 1.0), "Loading the output matrix");
        addHead();
    }

    private void addAttention(String prefix) {
        int queries = shape.heads() * shape.headSize();
        int keys = shape.kvHeads() * shape.headSize();
        stack(
                "qkv",
                weights.get(prefix + "q_proj.weight", queries, shape.hidden()),
                weights.get(prefix + "k_proj.weight", keys, shape.hidden()),
                weights.get(prefix + "v_proj.weight", keys, shape.hidden()));
        stack("output", weights.get(prefix + "o_proj.weight", shape.hidden(), queries));
        if (shape.biases().queryKeyValue()) {
            stack(
                    "qkv_bias",
                    weights.get(prefix + "q_proj.bias", queries),
                    weights.get(prefix + "k_proj.bias", keys),
                    weights.get(prefix + "v_proj.bias", keys));
        }
        if (shape.headNorm()) {
            stack(
                    "head_norm",
                    weights.get(prefix + "q_norm.weight", shape.headSize()),
                    weights.get(prefix + "k_norm.weight", shape.headSize()));
        }
        if (shape.biases().output()) {
            stack("output_bias", weights.get(prefix + "o_proj.bias", shape.hidden()));
        }
    }

    private void addMlp(String prefix) {
        int wide = shape.intermediate();
        stack(
                "gate_up",
                weights.get(prefix + "gate_proj.weight", wide, shape.hidden()),
                weights.get(prefix + "up_proj.weight", wide, shape.hidden()));
        stack("down", weights.get(prefix + "down_proj.weight", shape.hidden(), wide));
        if (shape.biases().mlp()) {
            stack(
                    "gate_up_bias",
                    weights.get(prefix + "gate_proj.bias", wide),
                    weights.get(prefix + "up_proj.bias", wide));
            stack("down_bias", weights.get(prefix + "down_proj.bias", shape.hidden()));
        }
    }

    private void addHead() {
        String name = shape.tied() ? "model.embed_tokens.weight" : "lm_head.weight";
        StoredTensor head = weights.get(name, shape.vocabulary(), shape.hidden());
        for (int row = 0; row < shape.vocabulary(); row += HEAD_BLOCK) {
            stack("head", head.rows(row, Math.min(row + HEAD_BLOCK, shape.vocabulary())));
        }
    }

    private void add(String list, String name, long... size) {
        try (IValue weight = value(weights.get(name, size))) {
            module.call("add_" + list, weight).close();
        }
    }

    private void stack(String list, StoredTensor... parts) {
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
