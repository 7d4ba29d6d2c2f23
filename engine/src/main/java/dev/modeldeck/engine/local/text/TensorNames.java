package dev.modeldeck.engine.local.text;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * What the checkpoints of a family call their tensors.
 *
 * @param prefixes what may stand before all names but that of the head
 * @param layer what then stands before the names of a layer, with its number
 * @param parts by list of the decoder's module: the maps or vectors that it is made of, in order
 * @param transposed whether matrices of linear maps are stored inputs first
 * @param others what the names of tensors contain that the decoder does not need
 */
public record TensorNames(
        List<String> prefixes,
        String layer,
        Map<String, List<String>> parts,
        boolean transposed,
        List<String> others) {

    static final String HEAD = "lm_head.weight";

    /** Llama's, which most have taken over. */
    static final TensorNames LLAMA =
            new TensorNames(
                    List.of("model."),
                    "layers.%d.",
                    Map.of(
                            "embedding", List.of("embed_tokens"),
                            "attention_norm", List.of("input_layernorm"),
                            "qkv",
                                    List.of(
                                            "self_attn.q_proj",
                                            "self_attn.k_proj",
                                            "self_attn.v_proj"),
                            "head_norm", List.of("self_attn.q_norm", "self_attn.k_norm"),
                            "output", List.of("self_attn.o_proj"),
                            "mlp_norm", List.of("post_attention_layernorm"),
                            "gate_up", List.of("mlp.gate_proj", "mlp.up_proj"),
                            "down", List.of("mlp.down_proj"),
                            "last_norm", List.of("norm")),
                    false,
                    List.of());

    public TensorNames {
        prefixes = List.copyOf(prefixes);
        parts = Map.copyOf(parts);
        others = List.copyOf(others);
    }

    /** The same with other names for one list. */
    TensorNames with(String list, String... names) {
        Map<String, List<String>> changed = new HashMap<>(parts);
        changed.put(list, List.of(names));
        return new TensorNames(prefixes, layer, changed, transposed, others);
    }

    /** The same behind any of these prefixes. */
    TensorNames behind(String... any) {
        return new TensorNames(List.of(any), layer, parts, transposed, others);
    }

    /** The same where matrices are stored outputs first. */
    TensorNames upright() {
        return new TensorNames(prefixes, layer, parts, false, others);
    }

    /** The same where checkpoints hold more, whose names contain one of these. */
    TensorNames without(String... foreign) {
        return new TensorNames(prefixes, layer, parts, transposed, List.of(foreign));
    }

    /** The prefix of these weights. */
    String prefix(Predicate<String> present) {
        return prefixes.stream()
                .filter(prefix -> present.test(embedding(prefix)))
                .findFirst()
                .orElse(prefixes.getFirst());
    }

    String embedding(String prefix) {
        return prefix + of("embedding").getFirst() + ".weight";
    }

    /** What the embedding may be called, with each prefix. */
    public List<String> embeddings() {
        return prefixes.stream().map(this::embedding).toList();
    }

    /** Whether a tensor of this name is the decoder's. */
    public boolean covers(String name) {
        return others.stream().noneMatch(name::contains);
    }

    List<String> of(String list) {
        List<String> names = parts.get(list);
        if (names == null) {
            throw new IllegalStateException("No name for the tensors of " + list);
        }
        return names;
    }
}
