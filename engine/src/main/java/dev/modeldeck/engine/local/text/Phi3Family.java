package dev.modeldeck.engine.local.text;

import tools.jackson.databind.JsonNode;

import java.util.Map;
import java.util.Set;

/**
 * Phi-3, Phi-3.5, Phi-4 and Phi-4-mini: Llama's decoder in fewer, larger matrices; the minis attend
 * to a sliding window or have LongRoPE, and Phi-4-mini turns three quarters of a head only.
 */
final class Phi3Family implements TextFamily {

    private static final Map<String, ?> DEFAULTS = Map.of("rms_norm_eps", 1e-5);

    private static final TensorNames NAMES =
            TensorNames.LLAMA.with("qkv", "self_attn.qkv_proj").with("gate_up", "mlp.gate_up_proj");

    @Override
    public String name() {
        return "Phi-3";
    }

    @Override
    public Set<String> modelTypes() {
        return Set.of("phi3");
    }

    @Override
    public DecoderShape shape(JsonNode json) {
        DecoderConfig config = DecoderConfig.of(json, DEFAULTS);
        Attention attention = config.attention().withBiases(false, false);
        return config.llama(attention, config.layers(config.whole("sliding_window", 0)))
                .named(NAMES);
    }
}
