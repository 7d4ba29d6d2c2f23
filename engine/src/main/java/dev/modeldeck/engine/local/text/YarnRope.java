package dev.modeldeck.engine.local.text;

import tools.jackson.databind.JsonNode;

/** YaRN (Peng et al. 2023): pairs that turn often are kept, those that turn seldom interpolated. */
final class YarnRope {

    private YarnRope() {}

    static Rope read(Attention attention, double base, JsonNode scaling, int trained) {
        int turned = attention.turned();
        int original = RopeConfig.original(scaling, trained);
        double factor = RopeConfig.factor(scaling);
        double fast = scaling.path("beta_fast").asDouble(32);
        double slow = scaling.path("beta_slow").asDouble(1);
        double first = pairThatTurns(fast, turned, base, original);
        double last = pairThatTurns(slow, turned, base, original);
        if (scaling.path("truncate").asBoolean(true)) {
            first = Math.floor(first);
            last = Math.ceil(last);
        }
        first = Math.max(first, 0);
        last = Math.min(last, turned - 1);
        double width = Math.max(last - first, 0.001);
        double[] frequencies = Rope.plain(base, turned);
        for (int i = 0; i < frequencies.length; i++) {
            double interpolated = Math.clamp((i - first) / width, 0, 1);
            frequencies[i] *= (1 - interpolated) + interpolated / factor;
        }
        return new RopeConfig.FixedRope(
                attention.headSize(), frequencies, magnitude(scaling, factor));
    }

    /** The pair (as a fraction) that turns so many times over the original context. */
    private static double pairThatTurns(double turns, int turned, double base, int original) {
        return turned * Math.log(original / (turns * 2 * Math.PI)) / (2 * Math.log(base));
    }

    private static double magnitude(JsonNode scaling, double factor) {
        if (scaling.path("attention_factor").isNumber()) {
            return scaling.path("attention_factor").asDouble();
        }
        double mscale = scaling.path("mscale").asDouble(0);
        double all = scaling.path("mscale_all_dim").asDouble(0);
        return mscale != 0 && all != 0
                ? magnitude(factor, mscale) / magnitude(factor, all)
                : magnitude(factor, 1);
    }

    private static double magnitude(double factor, double weight) {
        return factor <= 1 ? 1 : 0.1 * weight * Math.log(factor) + 1;
    }
}
