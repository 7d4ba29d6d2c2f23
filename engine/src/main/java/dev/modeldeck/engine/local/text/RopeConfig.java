package dev.modeldeck.engine.local.text;

import tools.jackson.databind.JsonNode;

/**
 * Reads {@code rope_theta} and {@code rope_scaling} (or {@code rope_parameters}, which holds both
 * in newer files) and builds the scaling that they name, as Hugging Face Transformers computes it.
 */
final class RopeConfig {

    private static final double DEFAULT_BASE = 10_000;

    private RopeConfig() {}

    static Rope read(JsonNode config, Attention attention, int trained) {
        JsonNode scaling = scaling(config);
        double base =
                scaling.path("rope_theta")
                        .asDouble(config.path("rope_theta").asDouble(DEFAULT_BASE));
        return switch (type(scaling)) {
            case "default" -> Rope.plain(base, attention);
            case "linear" -> linear(attention, base, factor(scaling));
            case "dynamic" -> new DynamicRope(attention, base, factor(scaling), trained);
            case "llama3" -> llama3(attention, base, scaling, trained);
            case "factors" -> factors(attention, base, scaling.path("factors"));
            case "yarn" -> YarnRope.read(attention, base, scaling, trained);
            case "longrope", "su" -> LongRope.read(attention, base, config, scaling, trained);
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

    private static Rope linear(Attention attention, double base, double factor) {
        double[] frequencies = Rope.plain(base, attention.turned());
        for (int i = 0; i < frequencies.length; i++) {
            frequencies[i] /= factor;
        }
        return new FixedRope(attention.headSize(), frequencies, 1);
    }

    /** Llama 3.1: long wavelengths are stretched, short ones kept, those between blended. */
    private static Rope llama3(Attention attention, double base, JsonNode scaling, int trained) {
        double low = scaling.path("low_freq_factor").asDouble(1);
        double high = scaling.path("high_freq_factor").asDouble(4);
        double original = original(scaling, trained);
        double[] frequencies = Rope.plain(base, attention.turned());
        for (int i = 0; i < frequencies.length; i++) {
            double wavelength = 2 * Math.PI / frequencies[i];
            double smooth = (original / wavelength - low) / (high - low);
            double kept = Math.clamp(smooth, 0, 1);
            frequencies[i] *= kept + (1 - kept) / factor(scaling);
        }
        return new FixedRope(attention.headSize(), frequencies, 1);
    }

    /** One divisor for each pair, as GGUF files keep Llama 3.1's scaling. */
    private static Rope factors(Attention attention, double base, JsonNode factors) {
        double[] frequencies = Rope.plain(base, attention.turned());
        for (int i = 0; i < frequencies.length; i++) {
            frequencies[i] /= factors.path(i).asDouble(1);
        }
        return new FixedRope(attention.headSize(), frequencies, 1);
    }

    /** Where kinds of layers have their own, those of layers that see everything. */
    private static JsonNode scaling(JsonNode config) {
        JsonNode old = config.path("rope_scaling");
        JsonNode all = old.isObject() ? old : config.path("rope_parameters");
        return all.has("full_attention") ? all.path("full_attention") : all;
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
    record DynamicRope(Attention attention, double base, double factor, int trained)
            implements Rope {
        @Override
        public int headSize() {
            return attention.headSize();
        }

        @Override
        public int settledUpTo() {
            return trained;
        }

        @Override
        public double[] frequencies(int length) {
            int turned = attention.turned();
            if (length <= trained) {
                return Rope.plain(base, turned);
            }
            double stretch = factor * length / trained - (factor - 1);
            return Rope.plain(base * Math.pow(stretch, turned / (turned - 2.0)), turned);
        }
    }
}
