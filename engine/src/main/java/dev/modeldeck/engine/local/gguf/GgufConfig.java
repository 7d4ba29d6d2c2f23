package dev.modeldeck.engine.local.gguf;

import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.registry.format.gguf.GgufHead;
import dev.modeldeck.engine.registry.format.gguf.GgufModel;
import dev.modeldeck.engine.registry.format.gguf.GgufTensor;
import dev.modeldeck.engine.registry.format.gguf.GgufType;

import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.List;

/** Writes the {@code config.json} that a model would have in a Hugging Face folder. */
final class GgufConfig {

    private static final ValueLayout.OfFloat FLOAT =
            ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final GgufModel model;
    private final GgufHead head;
    private final String prefix;
    private final ObjectNode config = JsonNodeFactory.instance.objectNode();

    private GgufConfig(GgufModel model) {
        this.model = model;
        this.head = model.head();
        this.prefix = head.architecture() + ".";
    }

    static ObjectNode of(GgufModel model) {
        Architecture architecture = Architectures.of(model.head());
        GgufConfig config = new GgufConfig(model);
        config.config.put("model_type", architecture.modelType());
        config.refuseExperts();
        config.sizes();
        config.positions();
        architecture.settings().accept(model, config.config);
        return config.config;
    }

    private void refuseExperts() {
        if (head.whole(prefix + "expert_count").orElse(0) > 0) {
            throw new EngineException(
                    new Problem.Unsupported(
                            "This is a mixture of experts, which Modeldeck does not run. Serve it with llama.cpp, Ollama or LM Studio, and add that as an external model."));
        }
    }

    private void sizes() {
        long hidden = size("embedding_length");
        long heads = size("attention.head_count");
        config.put("vocab_size", vocabulary());
        config.put("hidden_size", hidden);
        config.put("intermediate_size", size("feed_forward_length"));
        config.put("num_hidden_layers", size("block_count"));
        config.put("num_attention_heads", heads);
        config.put(
                "num_key_value_heads",
                head.whole(prefix + "attention.head_count_kv").orElse(heads));
        config.put("head_dim", head.whole(prefix + "attention.key_length").orElse(hidden / heads));
        head.whole(prefix + "context_length")
                .ifPresent(length -> config.put("max_position_embeddings", length));
        head.decimal(prefix + "attention.layer_norm_rms_epsilon")
                .ifPresent(epsilon -> config.put("rms_norm_eps", epsilon));
        config.put("tie_word_embeddings", !head.tensors().containsKey("output.weight"));
    }

    /** Rows of the embedding: where it is padded, the list of tokens is shorter. */
    private long vocabulary() {
        GgufTensor embedding = head.tensors().get("token_embd.weight");
        if (embedding == null || embedding.shape().size() != 2) {
            throw damaged("it holds no weights of tokens (token_embd.weight)");
        }
        return embedding.shape().getFirst();
    }

    private void positions() {
        head.decimal(prefix + "rope.freq_base").ifPresent(base -> config.put("rope_theta", base));
        long size = config.path("head_dim").asLong();
        long turned = head.whole(prefix + "rope.dimension_count").orElse(size);
        if (turned != size) {
            config.put("partial_rotary_factor", (double) turned / size);
        }
        if (head.tensors().containsKey("rope_freqs.weight")) {
            ObjectNode scaling = config.putObject("rope_scaling").put("rope_type", "factors");
            numbers(model, "rope_freqs.weight").forEach(scaling.putArray("factors")::add);
            return;
        }
        String type = head.text(prefix + "rope.scaling.type").orElse("none");
        if (!type.equals("none")) {
            scaling(type);
        }
    }

    /** A tensor of float32 numbers that belongs to the configuration rather than to the weights. */
    static List<Float> numbers(GgufModel model, String name) {
        GgufTensor tensor = model.head().tensors().get(name);
        if (tensor == null || tensor.type() != GgufType.F32) {
            throw damaged("it has no numbers \"%s\"".formatted(name));
        }
        return model.bytes(tensor).elements(FLOAT).map(it -> it.get(FLOAT, 0)).toList();
    }

    private void scaling(String type) {
        ObjectNode scaling = config.putObject("rope_scaling").put("rope_type", type);
        head.decimal(prefix + "rope.scaling.factor")
                .ifPresent(factor -> scaling.put("factor", factor));
        head.whole(prefix + "rope.scaling.original_context_length")
                .ifPresent(length -> scaling.put("original_max_position_embeddings", length));
        head.decimal(prefix + "rope.scaling.attn_factor")
                .ifPresent(factor -> scaling.put("attention_factor", factor));
        head.decimal(prefix + "rope.scaling.yarn_beta_fast")
                .ifPresent(turns -> scaling.put("beta_fast", turns));
        head.decimal(prefix + "rope.scaling.yarn_beta_slow")
                .ifPresent(turns -> scaling.put("beta_slow", turns));
    }

    private long size(String key) {
        long size = head.whole(prefix + key).orElse(0);
        if (size < 1 || size > Integer.MAX_VALUE) {
            throw head.list(prefix + key).isPresent()
                    ? new EngineException(
                            new Problem.Unsupported(
                                    "The layers of this model differ in size (%s), which Modeldeck does not run. Serve it with llama.cpp, Ollama or LM Studio, and add that as an external model."
                                            .formatted(prefix + key)))
                    : damaged("it does not say its %s%s".formatted(prefix, key));
        }
        return size;
    }

    private static EngineException damaged(String why) {
        return new EngineException(
                new Problem.Damaged(
                        "The file cannot be used as a GGUF model: %s. Download it again."
                                .formatted(why),
                        "metadata"));
    }
}
