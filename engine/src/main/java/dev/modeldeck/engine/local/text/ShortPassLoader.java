package dev.modeldeck.engine.local.text;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;

import dev.modeldeck.engine.local.checkpoint.QuantisedWeights;
import dev.modeldeck.engine.local.checkpoint.StoredTensor;
import dev.modeldeck.engine.local.checkpoint.Weights;
import dev.modeldeck.engine.local.kernels.Activation;
import dev.modeldeck.engine.local.kernels.LinearKernel;
import dev.modeldeck.engine.local.kernels.Precision;
import dev.modeldeck.engine.local.torchscript.TensorType;
import dev.modeldeck.engine.local.torchscript.TorchModule;
import dev.modeldeck.engine.local.torchscript.TorchRuntime;
import dev.modeldeck.engine.local.vectors.HeadMemory;
import dev.modeldeck.engine.local.vectors.RowMatrices;
import dev.modeldeck.engine.local.vectors.RowMatrix;
import dev.modeldeck.engine.local.vectors.Vectors;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes a {@link ShortPass} where there can be one: of weights that lie mapped in a form that is
 * read as it is, for decoders of the usual build. What is small it asks the module for.
 */
final class ShortPassLoader {

    private static final String MODULE = "jdk.incubator.vector";

    private final DecoderShape shape;
    private final DecoderSpec spec;
    private final Weights weights;
    private final WeightPlan plan;
    private final QuantisedWeights kept;
    private final TorchModule module;

    /** Whether PyTorch packs four bits here in the tiles that are read. */
    private final boolean tiled;

    private ShortPassLoader(
            DecoderShape shape,
            DecoderSpec spec,
            Weights weights,
            QuantisedWeights kept,
            TorchModule module) {
        this.shape = shape;
        this.spec = spec;
        this.weights = weights;
        this.plan = WeightPlan.of(shape, weights);
        this.kept = kept;
        this.module = module;
        this.tiled = spec.precision().kernel() == LinearKernel.INT4 && tiles();
    }

    /**
     * @param kept quantised weights, mapped
     * @param module that has its weights and its memory
     * @return null where this decoder's short steps are PyTorch's
     */
    static @Nullable ShortPass load(
            DecoderShape shape,
            DecoderSpec spec,
            Weights weights,
            QuantisedWeights kept,
            TorchModule module) {
        return new ShortPassLoader(shape, spec, weights, kept, module).load(TorchRuntime.threads());
    }

    /**
     * Whether there may be one; whether all weights lie as they are read is seen when it is made.
     */
    static boolean possible(DecoderShape shape, DecoderSpec spec) {
        return spec.shortening() && possible(shape, spec.precision(), spec.device());
    }

    /** Whether decoders of this build that compute so can have one. */
    static boolean possible(DecoderShape shape, Precision precision, String device) {
        return device.equals("cpu")
                && usual(shape, precision)
                && ModuleLayer.boot().findModule(MODULE).isPresent()
                && Vectors.worthwhile();
    }

    private static boolean usual(DecoderShape shape, Precision precision) {
        Mlp mlp = shape.mlp();
        boolean bfloat16 = precision.activation() == TensorType.BFLOAT16;
        boolean kernel =
                switch (precision.kernel()) {
                    case PLAIN -> false;
                    case PACKED -> bfloat16;
                    case HALF_WEIGHTS, INT8, INT4 -> true;
                };
        return kernel
                && !shape.embedding().positions()
                && shape.norm().kind() != Norm.Kind.LAYER
                && mlp.gated()
                && !mlp.biased()
                && (mlp.activation() == Activation.SILU
                        || mlp.activation() == Activation.GELU_TANH);
    }

    private @Nullable ShortPass load(int threads) {
        List<ShortLayer> layers = new ArrayList<>();
        for (int i = 0; i < shape.layers().size(); i++) {
            ShortLayer layer = layer(i);
            if (layer == null) {
                return null;
            }
            layers.add(layer);
        }
        RowMatrix head = head();
        return head == null
                ? null
                : new ShortPass(shape, layers, vector("last_norm", 0), head, threads);
    }

    private @Nullable ShortLayer layer(int index) {
        Attention attention = shape.attention();
        RowMatrix qkv = matrix("qkv", index, attention.queries() + 2 * attention.keys());
        RowMatrix output = matrix("output", index, shape.hidden());
        RowMatrix first = matrix(shape.mlp().first(), index, shape.mlp().firstRows());
        RowMatrix down = matrix("down", index, shape.hidden());
        if (qkv == null || output == null || first == null || down == null) {
            return null;
        }
        boolean after = shape.norm().after();
        DecoderLayer layer = shape.layers().get(index);
        return new ShortLayer(
                new ShortLayer.Map(qkv, attention.biased() ? vector("qkv_bias", index) : null),
                new ShortLayer.Map(
                        output, attention.outputBiased() ? vector("output_bias", index) : null),
                new ShortLayer.Map(first, null),
                new ShortLayer.Map(down, null),
                vector("attention_norm", index),
                vector("mlp_norm", index),
                after ? vector("attention_post_norm", index) : null,
                after ? vector("mlp_post_norm", index) : null,
                attention.headNorm() ? vector("head_norm", index) : null,
                memory("keys", index),
                memory("values", index),
                layer.window(),
                shape.ropes().indexOf(layer.rope()));
    }

    private @Nullable RowMatrix head() {
        if (spec.precision().head().quantises()) {
            List<RowMatrix> blocks = new ArrayList<>();
            for (int from = 0, i = 0; from < shape.vocabulary(); from += DecoderLoader.HEAD_BLOCK) {
                int rows = Math.min(DecoderLoader.HEAD_BLOCK, shape.vocabulary() - from);
                RowMatrix block =
                        quantised("head." + i++, spec.precision().head(), rows, shape.hidden());
                if (block == null) {
                    return null;
                }
                blocks.add(block);
            }
            return RowMatrices.stacked(blocks);
        }
        return stored(List.of(plan.head()));
    }

    private @Nullable RowMatrix matrix(String list, int index, int rows) {
        WeightPlan.Part part =
                plan.layer(index).stream()
                        .filter(each -> each.list().equals(list))
                        .findFirst()
                        .orElseThrow();
        if (spec.precision().kernel().quantises()) {
            int columns =
                    switch (list) {
                        case "output" -> shape.attention().queries();
                        case "down" -> shape.mlp().width();
                        default -> shape.hidden();
                    };
            return quantised(list + "." + index, spec.precision().kernel(), rows, columns);
        }
        boolean reordered =
                shape.names().transposed() || shape.attention().turnsInPart() && list.equals("qkv");
        return reordered ? null : stored(part.tensors());
    }

    /** Matrices as they lie in the checkpoint. */
    private @Nullable RowMatrix stored(List<WeightPlan.Tensor> parts) {
        List<RowMatrix> all = new ArrayList<>();
        for (WeightPlan.Tensor part : parts) {
            StoredTensor tensor = weights.get(part.name(), part.size());
            MemorySegment bytes = tensor.there().orElse(null);
            if (bytes == null) {
                return null;
            }
            int rows = (int) part.size()[0];
            int columns = (int) part.size()[1];
            switch (tensor.type()) {
                case BFLOAT16 -> all.add(RowMatrices.bfloat16(bytes, rows, columns));
                case FLOAT16 -> all.add(RowMatrices.float16(bytes, rows, columns));
                default -> {
                    return null;
                }
            }
        }
        boolean alike = all.stream().map(Object::getClass).distinct().count() == 1;
        return alike ? RowMatrices.stacked(all) : null;
    }

    private @Nullable RowMatrix quantised(String name, LinearKernel kernel, int rows, int columns) {
        List<StoredTensor> pair = kept.get(name, WeightFeed.PAIR).orElse(null);
        if (pair == null) {
            return null;
        }
        MemorySegment numbers = pair.getFirst().there().orElse(null);
        MemorySegment scales = pair.getLast().there().orElse(null);
        if (numbers == null || scales == null) {
            return null;
        }
        if (kernel == LinearKernel.INT8) {
            return RowMatrices.int8(numbers, scales, rows, columns);
        }
        return tiled && LinearKernel.tiled(rows)
                ? RowMatrices.int4(numbers, scales, rows, columns)
                : null;
    }

    private boolean tiles() {
        try (IValue answer = module.call("int4_tiles")) {
            return answer.toBoolean();
        }
    }

    /** A vector of the module. */
    private float[] vector(String list, int index) {
        try (PtNDManager manager = (PtNDManager) module.manager().newSubManager();
                IValue at = IValue.from((long) index);
                IValue vector = module.call(list + "_of", at)) {
            return vector.toTensor(manager).toFloatArray();
        }
    }

    /** Where the module keeps keys or values of a layer. */
    private HeadMemory memory(String list, int index) {
        Attention attention = shape.attention();
        TensorType type = spec.precision().activation();
        try (PtNDManager manager = (PtNDManager) module.manager().newSubManager();
                IValue at = IValue.from((long) index);
                IValue first = module.call(list + "_of", at)) {
            PtNDArray array = first.toTensor(manager);
            ByteBuffer bytes = array.toByteBuffer(true);
            long size = (long) spec.positions() * attention.keys() * type.bytes();
            return HeadMemory.of(
                    MemorySegment.ofAddress(MemorySegment.ofBuffer(bytes).address())
                            .reinterpret(size),
                    attention.kvHeads(),
                    attention.headSize(),
                    type == TensorType.BFLOAT16);
        }
    }
}
