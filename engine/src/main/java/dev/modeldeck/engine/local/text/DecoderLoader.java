package dev.modeldeck.engine.local.text;

import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Opening;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.local.checkpoint.Checkpoint;
import dev.modeldeck.engine.local.checkpoint.LoadProgress;
import dev.modeldeck.engine.local.checkpoint.QuantisedWeights;
import dev.modeldeck.engine.local.checkpoint.StoredTensor;
import dev.modeldeck.engine.local.checkpoint.Weights;
import dev.modeldeck.engine.local.kernels.LinearKernel;
import dev.modeldeck.engine.local.kernels.Precision;
import dev.modeldeck.engine.local.kernels.Precisions;
import dev.modeldeck.engine.local.torchscript.ComputeThreads;
import dev.modeldeck.engine.local.torchscript.TorchDevice;
import dev.modeldeck.engine.local.torchscript.TorchModule;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Builds a {@link Decoder}: loads its module and hands it the weights from mapped memory, layer by
 * layer.
 */
final class DecoderLoader {

    /** Rows of the output matrix that are converted at once, to keep the peak of memory low. */
    static final int HEAD_BLOCK = 32_768;

    private final DecoderShape shape;
    private final WeightPlan plan;
    private final Weights weights;
    private final WeightFeed feed;

    private DecoderLoader(DecoderShape shape, Weights weights, WeightFeed feed) {
        this.shape = shape;
        this.plan = WeightPlan.of(shape, weights);
        this.weights = weights;
        this.feed = feed;
    }

    /** Loads a decoder with a thread of its own. */
    static Decoder load(
            DecoderShape shape, Weights weights, DecoderSpec spec, LoadProgress progress) {
        try (Opening opening = new Opening()) {
            ComputeThreads thread = new ComputeThreads("decoder", 1);
            opening.otherwise(thread::close);
            Decoder decoder = load(shape, weights, spec, thread, progress);
            opening.done();
            return decoder;
        }
    }

    /** Loads a decoder, which closes weights and thread when it is closed. */
    static Decoder load(
            DecoderShape shape,
            Weights weights,
            DecoderSpec spec,
            ComputeThreads thread,
            LoadProgress progress) {
        checkSizes(shape, spec.precision());
        try (Opening opening = new Opening();
                QuantisedWeights kept = kept(spec, weights)) {
            TorchModule module = module(shape, spec.precision(), spec.device());
            opening.otherwise(module::close);
            thread.run(() -> {
                try (WeightFeed feed = new WeightFeed(module, weights, kept, spec)) {
                    new DecoderLoader(shape, weights, feed).addAll(progress);
                    feed.finish();
                }
                return true;
            });
            kept.finish();
            Decoder decoder =
                    new Decoder(shape, spec.precision(), module, weights, thread, spec.positions());
            ShortPass pass = shortPass(shape, spec, weights, module, thread);
            if (pass != null) {
                opening.otherwise(pass::close);
            }
            decoder.begin(pass);
            opening.done();
            return decoder;
        }
    }

    /** Null where there is none. */
    private static @Nullable ShortPass shortPass(
            DecoderShape shape,
            DecoderSpec spec,
            Weights weights,
            TorchModule module,
            ComputeThreads thread) {
        if (!ShortPassLoader.possible(shape, spec)) {
            return null;
        }
        try (QuantisedWeights kept = kept(spec, weights)) { // mapped, also when made just now
            return thread.run(() ->
                            Optional.ofNullable(
                                    ShortPassLoader.load(shape, spec, weights, kept, module)))
                    .orElse(null);
        }
    }

    private static QuantisedWeights kept(DecoderSpec spec, Weights weights) {
        return spec.quantised() == null || !spec.precision().kernel().quantises()
                ? QuantisedWeights.none()
                : QuantisedWeights.at(spec.quantised(), weights.arena(), weights.bytes());
    }

    /**
     * The data type to compute in where {@code auto} leaves it to the model: what is nearest to
     * weights that are quantised already, if it can be had.
     */
    static String dtype(String wish, String device, Checkpoint files, DecoderShape shape) {
        if (!wish.equals("auto") || !Precisions.quantises(device)) {
            return wish;
        }
        String nearest = files.nearestDtype().orElse(wish);
        return nearest.equals("int4") && !takesFourBits(shape) ? "int8" : nearest;
    }

    private static void checkSizes(DecoderShape shape, Precision precision) {
        if (precision.kernel() == LinearKernel.INT4 && !takesFourBits(shape)) {
            throw new EngineException(
                    new Problem.Unsupported(
                            "This model's matrices do not divide into groups of four-bit weights. Choose int8."));
        }
    }

    private static boolean takesFourBits(DecoderShape shape) {
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
        return columns && rows;
    }

    private static TorchModule module(DecoderShape shape, Precision precision, String device) {
        String place = TorchDevice.of(device).usable().torchName();
        try {
            return TorchModule.load(DecoderSource.write(shape, precision, place));
        } catch (IOException e) {
            throw new EngineException(
                    new Problem.Internal("The model's code could not be loaded by PyTorch."), e);
        }
    }

    private void addAll(LoadProgress progress) {
        int layers = shape.layers().size();
        plan.beginning().forEach(part -> add(part, 0));
        for (int layer = 0; layer < layers; layer++) {
            int index = layer;
            progress.at((layer + 0.5) / (layers + 1.0), "Loading layer " + (layer + 1));
            plan.layer(layer).forEach(part -> add(part, index));
        }
        plan.end().forEach(part -> add(part, 0));
        progress.at(layers / (layers + 1.0), "Loading the output matrix");
        addHead();
    }

    private void addHead() {
        StoredTensor head = stored(plan.head());
        for (int row = 0; row < shape.vocabulary(); row += HEAD_BLOCK) {
            int end = Math.min(row + HEAD_BLOCK, shape.vocabulary());
            feed.add("head", row / HEAD_BLOCK, List.of(head.rows(row, end)));
        }
    }

    private void add(WeightPlan.Part part, int index) {
        feed.add(part.list(), index, part.tensors().stream().map(this::stored).toList());
    }

    private StoredTensor stored(WeightPlan.Tensor tensor) {
        return weights.get(tensor.name(), tensor.size());
    }
}
