package dev.modeldeck.engine.local.text;

import tools.jackson.databind.JsonNode;

/**
 * Reads {@code rope_theta} and {@code rope_scaling} (or {@code rope_parameters}, which holds both
 * in newer files) and builds the scaling that they name, as Hugging Face Transformers computes it.
 */
final class RopeConfig {

    private static final double DEFAULT_BASE = 10_000;

    private RopeConfig() {}

    static Rope read(JsonNode config, int headSize, int trained) {
        JsonNode scaling = scaling(config);
        double base =
                config.path("rope_theta")
                        .asDouble(scaling.path("rope_theta").asDouble(DEFAULT_BASE));
        return switch (type(scaling)) {
            case "default" -> new FixedRope(headSize, Rope.plain(base, headSize), 1);
            case "linear" -> linear(headSize, base, factor(scaling));
            case "dynamic" -> new DynamicRope(headSize, base, factor(scaling), trained);
            case "llama3" -> llama3(headSize, base, scaling, trained);
            case "yarn" -> YarnRope.read(headSize, base, scaling, trained);
            default ->
                    throw DecoderConfig.unsupported(
                            "the position scaling \"" + type(scaling) + "\"");
        };
    }

    /**
     * Positions that can be served: scalings that leave max_position_embeddings unscaled widen it.
     */
    static int context(JsonNode config, int trained) {
        JsonNode scaling = scaling(config);
        boolean widens =
                switch (type(scaling)) {
                    case "linear", "dynamic" -> true;
                    case "yarn" -> original(scaling, trained) == trained;
                    default -> false;
                };
        return widens ? (int) Math.round(trained * factor(scaling)) : trained;
    }

    private static Rope linear(int headSize, double base, double factor) {
        double[] frequencies = Rope.plain(base, headSize);
        for (int i = 0; i < frequencies.length; i++) {
            frequencies[i] /= factor;
        }
        return new FixedRope(headSize, frequencies, 1);
    }

    /** Llama 3.1: long wavelengths are stretched, short ones kept, those between blended. */
    private static Rope llama3(int headSize, double base, JsonNode scaling, int trained) {
        double low = scaling.path("low_freq_factor").asDouble(1);
        double high = scaling.path("high_freq_factor").asDouble(4);
        double original = original(scaling, trained);
        double[] frequencies = Rope.plain(base, headSize);
        for (int i = 0; i < frequencies.length; i++) {
            double wavelength = 2 * Math.PI / frequencies[i];
            double smooth = (original / wavelength - low) / (high - low);
            double kept = Math.clamp(smooth, 0, 1);
            frequencies[i] *= kept + (1 - kept) / factor(scaling);
        }
        return new FixedRope(headSize, frequencies, 1);
    }

    private static JsonNode scaling(JsonNode config) {
        JsonNode old = config.path("rope_scaling");
        return old.isObject() ? old : config.path("rope_parameters");
    }

    private static String type(JsonNode scaling) {
        return scaling.path("rope_type").asString(scaling.path("type").asString("default"));
    }

    static double factor(JsonNode scaling) {
        return scaling.path("factor").asDouble(1);
    }

    static int original(JsonNode scaling, int trained) {
        return scaling.path("original_max_position_embeddings").asInt(trained);
    }

    /** Frequencies that do not depend on the length of the sequence. */
    record FixedRope(int headSize, double[] values, double magnitude) implements Rope {
        @Override
        public double[] frequencies(int length) {
            return values;
        }
    }

    /** Dynamic NTK scaling: past the trained length the base grows with the sequence. */
    record DynamicRope(int headSize, double base, double factor, int trained) implements Rope {
        @Override
        public int settledUpTo() {
            return trained;
        }

        @Override
        public double[] frequencies(int length) {
            if (length <= trained) {
                return Rope.plain(base, headSize);
            }
            double stretch = factor * length / trained - (factor - 1);
            return Rope.plain(base * Math.pow(stretch, headSize / (headSize - 2.0)), headSize);
        }
    }
}
