package dev.modeldeck.engine.local.text;

import dev.modeldeck.engine.local.kernels.LinearKernel;

import java.util.Arrays;

/**
 * Quantisation in plain Java: a model whose weights are what {@link LinearKernel} makes of them.
 */
final class RoundedWeights {

    private RoundedWeights() {}

    /**
     * Linear maps of the layers in four bits by groups, the head in eight by rows unless it is the
     * embedding.
     */
    static TinyModel toFourBits(TinyModel model) {
        TinyModel rounded = new TinyModel(model.config, 0);
        rounded.written = model.written;
        model.weights.forEach((name, weight) -> {
            float[] values = weight.values().clone();
            int columns = weight.shape()[weight.shape().length - 1];
            if (name.contains(".c_") && name.endsWith("weight")) {
                values = transposed(values, columns);
                fourBits(values);
                values = transposed(values, values.length / columns);
            } else if (name.endsWith("proj.weight")) {
                fourBits(values);
            } else if (name.equals("lm_head.weight")) {
                eightBits(values, columns);
            }
            rounded.weights.put(name, new TinyModel.Weight(weight.shape(), values));
        });
        return rounded;
    }

    private static float[] transposed(float[] values, int columns) {
        int rows = values.length / columns;
        float[] result = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            result[i % columns * rows + i / columns] = values[i];
        }
        return result;
    }

    private static void fourBits(float[] values) {
        for (int from = 0; from < values.length; from += LinearKernel.GROUP) {
            float[] group = Arrays.copyOfRange(values, from, from + LinearKernel.GROUP);
            Arrays.sort(group);
            float low = group[0];
            float scale = scale(values, from, low, group[group.length - 1] - low);
            float middle = bfloat16(low + 8 * scale);
            for (int i = from; i < from + group.length; i++) {
                double q = Math.clamp(Math.rint((values[i] - low) / scale), 0, 15);
                values[i] = (float) ((q - 8) * scale + middle);
            }
        }
    }

    /** Of 15 steps down to 12, those which come nearest. */
    private static float scale(float[] values, int from, float low, float reach) {
        float best = 0;
        double least = Double.MAX_VALUE;
        for (int steps = 15; steps >= 12; steps--) {
            float scale = bfloat16(reach / steps);
            double loss = 0;
            for (int i = from; i < from + LinearKernel.GROUP; i++) {
                double q = Math.clamp(Math.rint((values[i] - low) / scale), 0, 15);
                loss += Math.pow(q * scale + low - values[i], 2);
            }
            if (loss < least) {
                least = loss;
                best = scale;
            }
        }
        return best;
    }

    private static void eightBits(float[] values, int columns) {
        for (int from = 0; from < values.length; from += columns) {
            float most = 0;
            for (int i = from; i < from + columns; i++) {
                most = Math.max(most, Math.abs(values[i]));
            }
            float scale = most / 127;
            for (int i = from; i < from + columns; i++) {
                values[i] = (float) (Math.rint(values[i] / scale) * scale);
            }
        }
    }

    static float bfloat16(float value) {
        int bits = Float.floatToIntBits(value);
        int rounded = bits + 0x7FFF + ((bits >>> 16) & 1);
        return Float.intBitsToFloat(rounded & 0xFFFF0000);
    }
}
