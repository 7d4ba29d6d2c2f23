package dev.modeldeck.engine.local.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.modeldeck.engine.local.checkpoint.JsonFiles;
import dev.modeldeck.engine.local.kernels.Activation;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/** Configurations as they are published, which leave out what is usual in their family. */
class TextFamiliesTest {

    @Test
    void gemma3_4b() {
        DecoderShape shape =
                shape(
                        """
                        {"model_type": "gemma3", "vision_config": {"hidden_size": 1152}, "text_config": {
                         "model_type": "gemma3_text", "hidden_size": 2560, "intermediate_size": 10240,
                         "num_hidden_layers": 34, "sliding_window": 1024,
                         "rope_scaling": {"factor": 8.0, "rope_type": "linear"}}}
                        """);
        assertThat(shape.vocabulary()).isEqualTo(262_208);
        assertThat(shape.context()).isEqualTo(131_072);
        assertThat(shape.embedding().tied()).isTrue();
        assertThat(shape.embedding().scale()).isEqualTo(Math.sqrt(2560));
        Attention attention = shape.attention();
        assertThat(List.of(attention.heads(), attention.kvHeads(), attention.headSize()))
                .containsExactly(8, 4, 256);
        assertThat(attention.scale()).isEqualTo(1 / 16.0);
        assertThat(attention.cap() + shape.logitCap()).isZero();
        assertThat(layers(shape, 0)).containsExactly(5, 11, 17, 23, 29);
        assertThat(layers(shape, 1024)).hasSize(29);
        assertThat(frequency(shape, 5, 1)).isCloseTo(Math.pow(1e6, -2 / 256.0) / 8, within(1e-12));
        assertThat(frequency(shape, 4, 1)).isCloseTo(Math.pow(1e4, -2 / 256.0), within(1e-12));
    }

    @Test
    void gemma3_in_the_newer_form_of_files() {
        DecoderShape shape =
                shape(
                        """
                        {"model_type": "gemma3_text", "hidden_size": 640, "intermediate_size": 2048,
                         "num_hidden_layers": 3, "num_attention_heads": 4, "num_key_value_heads": 1,
                         "layer_types": ["sliding_attention", "full_attention", "sliding_attention"],
                         "sliding_window": 512, "vocab_size": 262144, "rope_parameters": {
                           "full_attention": {"rope_type": "linear", "factor": 4.0, "rope_theta": 2000000.0},
                           "sliding_attention": {"rope_type": "default", "rope_theta": 20000.0}}}
                        """);
        assertThat(layers(shape, 0)).containsExactly(1);
        assertThat(frequency(shape, 1, 1)).isCloseTo(Math.pow(2e6, -2 / 256.0) / 4, within(1e-12));
        assertThat(frequency(shape, 0, 1)).isCloseTo(Math.pow(2e4, -2 / 256.0), within(1e-12));
    }

    @Test
    void gemma2_2b() {
        DecoderShape shape =
                shape(
                        """
                        {"model_type": "gemma2", "hidden_size": 2304, "intermediate_size": 9216,
                         "num_hidden_layers": 26, "num_attention_heads": 8, "num_key_value_heads": 4,
                         "vocab_size": 256000, "attn_logit_softcapping": null}
                        """);
        assertThat(shape.context()).isEqualTo(8192);
        assertThat(shape.logitCap()).isEqualTo(30);
        assertThat(shape.attention().cap()).as("null is none, silence the default").isZero();
        assertThat(layers(shape, 4096)).hasSize(13).startsWith(0, 2, 4);
        assertThat(shape.norm()).isEqualTo(new Norm(Norm.Kind.RMS_ABOVE_ONE, 1e-6, true));
    }

    @Test
    void gpt2() {
        DecoderShape shape = shape("{\"model_type\": \"gpt2\", \"n_layer\": 6}");
        assertThat(shape.layers()).hasSize(6);
        assertThat(shape.context()).isEqualTo(1024);
        assertThat(shape.embedding()).isEqualTo(new Embedding(50_257, 768, true, 1, true));
        assertThat(shape.mlp()).isEqualTo(new Mlp(3072, Activation.GELU_TANH, false, true));
        assertThat(shape.attention().headSize()).isEqualTo(64);
        assertThat(shape.norm()).isEqualTo(Norm.before(Norm.Kind.LAYER, 1e-5));
    }

    @Test
    void smollm3() {
        DecoderShape shape =
                shape(
                        """
                        {"model_type": "smollm3", "hidden_size": 2048, "intermediate_size": 11008,
                         "num_hidden_layers": 36, "num_attention_heads": 16, "num_key_value_heads": 4,
                         "vocab_size": 128256, "max_position_embeddings": 65536, "rope_theta": 5000000.0}
                        """);
        assertThat(shape.embedding().tied()).isTrue();
        Rope still = shape.layers().get(3).rope();
        assertThat(still.frequencies(1)).isEmpty();
        assertThat(IntStream.range(0, 36).filter(i -> shape.layers().get(i).rope().equals(still)))
                .containsExactly(3, 7, 11, 15, 19, 23, 27, 31, 35);
        assertThat(frequency(shape, 0, 1)).isCloseTo(Math.pow(5e6, -2 / 128.0), within(1e-12));
    }

    @Test
    void phi4_mini() {
        String factors = Collections.nCopies(48, "2.0").toString();
        DecoderShape shape =
                shape(
                        """
                        {"model_type": "phi3", "hidden_size": 3072, "intermediate_size": 8192,
                         "num_hidden_layers": 32, "num_attention_heads": 24, "num_key_value_heads": 8,
                         "vocab_size": 200064, "tie_word_embeddings": true, "partial_rotary_factor": 0.75,
                         "max_position_embeddings": 131072, "original_max_position_embeddings": 4096,
                         "sliding_window": 262144, "rope_scaling": {"type": "longrope",
                         "short_factor": %s, "long_factor": %s}}
                        """
                                .formatted(factors.replace("2.0", "1.0"), factors));
        assertThat(shape.context()).isEqualTo(131_072);
        assertThat(shape.attention().turned()).isEqualTo(96);
        assertThat(shape.rope().magnitude())
                .isCloseTo(Math.sqrt(1 + Math.log(32) / Math.log(4096)), within(1e-12));
        double plain = Math.pow(1e4, -2 / 96.0);
        assertThat(frequency(shape.servedUpTo(131_072), 0, 1)).isCloseTo(plain / 2, within(1e-12));
        assertThat(frequency(shape.servedUpTo(4096), 0, 1)).isCloseTo(plain, within(1e-12));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gemma3_text|\"use_bidirectional_attention\": true|in both directions",
                "gpt2|\"scale_attn_by_inverse_layer_idx\": true|the number of its layer",
                "llama|\"partial_rotary_factor\": 0.3|rotary positions on 9 of a head's 32",
                "qwen3|\"partial_rotary_factor\": 0.5|norms of heads of which a part turns",
                "phi3|\"rope_scaling\": {\"type\": \"longrope\"}|16 numbers as \"short_factor\"",
                "llama|\"hidden_act\": \"relu2\"|relu2",
            })
    void what_is_not_known_is_refused_in_words(String type, String change, String reason) {
        String config =
                "{\"model_type\": \"%s\", \"hidden_size\": 128, \"intermediate_size\": 256, \"num_hidden_layers\": 2, \"num_attention_heads\": 4, \"head_dim\": 32, \"vocab_size\": 100, %s}"
                        .formatted(type, change);
        assertThatThrownBy(() -> shape(config)).hasMessageContaining(reason);
    }

    private static DecoderShape shape(String config) {
        return TextFamilies.shape(JsonFiles.parse(config.getBytes(StandardCharsets.UTF_8)));
    }

    /** Numbers of the layers with that window. */
    private static List<Integer> layers(DecoderShape shape, int window) {
        return IntStream.range(0, shape.layers().size())
                .filter(i -> shape.layers().get(i).window() == window)
                .boxed()
                .toList();
    }

    private static double frequency(DecoderShape shape, int layer, int pair) {
        return shape.layers().get(layer).rope().frequencies(1)[pair];
    }
}
