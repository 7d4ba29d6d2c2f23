package dev.modeldeck.engine.starter;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.GradientCollector;

import dev.modeldeck.engine.local.torchscript.ModuleSource;
import dev.modeldeck.engine.local.torchscript.TorchArchive;
import dev.modeldeck.engine.local.torchscript.TorchRuntime;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/**
 * A module in training: its {@code forward} gives the loss, all it learns is the vector {@code
 * theta}, and a step is AdamW (Loshchilov and Hutter 2019) with the gradient's norm clipped to 1.
 * One thread; DJL allows one at a time in a process.
 */
final class Trainee implements AutoCloseable {

    private static final float BETA1 = 0.9f;
    private static final float BETA2 = 0.98f;
    private static final float EPSILON = 1e-8f;

    /** Any other value, 0 too, would cut gradients from above at that value. */
    private static final float NO_CLAMP = -1f;

    private final Model model;
    private final PtSymbolBlock block;
    private final PtNDArray theta;
    private final PtNDArray mean;
    private final PtNDArray variance;
    private final float weightDecay;
    private int steps;

    /**
     * @param scratch folder for the archive, which DJL reads from disk
     * @param seed for the random choices inside the module (dropout)
     */
    Trainee(ModuleSource source, Path scratch, int seed, float weightDecay)
            throws IOException, MalformedModelException {
        TorchRuntime.start(0);
        JniUtils.setGraphExecutorOptimize(false);
        TorchArchive.write(source, scratch.resolve(source.name() + ".pt"));
        model = Model.newInstance(source.name(), Device.cpu(), "PyTorch");
        model.getNDManager().getEngine().setRandomSeed(seed);
        model.load(scratch, source.name(), Map.of("trainParam", "true"));
        block = (PtSymbolBlock) model.getBlock();
        theta = (PtNDArray) block.getDirectParameters().get(0).getValue().getArray();
        mean = (PtNDArray) model.getNDManager().zeros(theta.getShape());
        variance = (PtNDArray) model.getNDManager().zeros(theta.getShape());
        this.weightDecay = weightDecay;
    }

    /** One step on a batch; closes it. @return the loss before the step */
    float step(NDList batch, float learningRate) {
        float loss;
        try (batch;
                GradientCollector gradients =
                        model.getNDManager().getEngine().newGradientCollector();
                NDList losses = IValueUtils.forward(block, batch, true)) {
            loss = losses.singletonOrThrow().getFloat();
            gradients.backward(losses.singletonOrThrow());
        }
        steps++;
        try (NDArray gradient = theta.getGradient();
                NDArray norm = gradient.norm()) {
            float rescale = Math.min(1f, 1f / (norm.getFloat() + 1e-6f));
            update((PtNDArray) gradient, learningRate, rescale);
            JniUtils.zeroGrad(theta);
        }
        return loss;
    }

    private void update(PtNDArray gradient, float learningRate, float rescale) {
        double correction = Math.sqrt(1 - Math.pow(BETA2, steps)) / (1 - Math.pow(BETA1, steps));
        JniUtils.adamUpdate(
                theta,
                gradient,
                mean,
                variance,
                learningRate,
                (float) (learningRate * correction),
                weightDecay,
                rescale,
                NO_CLAMP,
                BETA1,
                BETA2,
                EPSILON,
                true);
    }

    /** A batch of whole numbers, row by row. */
    NDArray wholes(NDManager owner, long[] values, int rows) {
        return owner.create(values, new Shape(rows, values.length / rows));
    }

    NDManager manager() {
        return model.getNDManager();
    }

    /** Calls a method that takes one tensor and gives whole numbers, without gradients. */
    long[] ask(String method, long[] values, int rows) {
        try (NDManager owner = manager().newSubManager();
                IValue argument = IValue.from((PtNDArray) wholes(owner, values, rows));
                IValue answer = IValueUtils.runMethod(block, method, argument)) {
            return answer.toTensor((PtNDManager) owner).toLongArray();
        }
    }

    /** Calls a method that takes one matrix and gives a tensor of numbers, without gradients. */
    float[] ask(String method, float[] values, int rows) {
        try (NDManager owner = manager().newSubManager();
                IValue argument =
                        IValue.from(
                                (PtNDArray)
                                        owner.create(
                                                values, new Shape(rows, values.length / rows)));
                IValue answer = IValueUtils.runMethod(block, method, argument)) {
            return answer.toTensor((PtNDManager) owner).toFloatArray();
        }
    }

    float[] weights() {
        return theta.toFloatArray();
    }

    @Override
    public void close() {
        model.close();
    }
}
