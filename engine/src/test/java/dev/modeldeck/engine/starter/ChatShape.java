package dev.modeldeck.engine.starter;

import java.util.ArrayList;
import java.util.List;

/** The sizes of the chat model and, from them, its tensors in the order of the flat vector. */
record ChatShape(
        int vocabulary,
        int hidden,
        int layers,
        int heads,
        int keyValueHeads,
        int intermediate,
        int context) {

    static final double ROPE_THETA = 10_000;
    static final double NORM_EPSILON = 1e-5;

    /** Tensors of one layer. */
    static final int PER_LAYER = 9;

    /** One weight: its name in the safetensors file and its sizes. */
    record Weight(String name, List<Integer> sizes) {
        int count() {
            return sizes.stream().reduce(1, Math::multiplyExact);
        }
    }

    /** What ships: about 3.1 million parameters. */
    static ChatShape starter(int vocabulary) {
        return new ChatShape(vocabulary, 256, 4, 8, 2, 512, 512);
    }

    int headSize() {
        return hidden / heads;
    }

    int keyValueSize() {
        return keyValueHeads * headSize();
    }

    int parameters() {
        return weights().stream().mapToInt(Weight::count).sum();
    }

    List<Weight> weights() {
        List<Weight> all = new ArrayList<>();
        all.add(new Weight("model.embed_tokens.weight", List.of(vocabulary, hidden)));
        for (int layer = 0; layer < layers; layer++) {
            String at = "model.layers." + layer + ".";
            all.add(new Weight(at + "input_layernorm.weight", List.of(hidden)));
            all.add(new Weight(at + "self_attn.q_proj.weight", List.of(hidden, hidden)));
            all.add(new Weight(at + "self_attn.k_proj.weight", List.of(keyValueSize(), hidden)));
            all.add(new Weight(at + "self_attn.v_proj.weight", List.of(keyValueSize(), hidden)));
            all.add(new Weight(at + "self_attn.o_proj.weight", List.of(hidden, hidden)));
            all.add(new Weight(at + "post_attention_layernorm.weight", List.of(hidden)));
            all.add(new Weight(at + "mlp.gate_proj.weight", List.of(intermediate, hidden)));
            all.add(new Weight(at + "mlp.up_proj.weight", List.of(intermediate, hidden)));
            all.add(new Weight(at + "mlp.down_proj.weight", List.of(hidden, intermediate)));
        }
        all.add(new Weight("model.norm.weight", List.of(hidden)));
        all.add(new Weight("lm_head.weight", List.of(vocabulary, hidden)));
        return all;
    }
}
