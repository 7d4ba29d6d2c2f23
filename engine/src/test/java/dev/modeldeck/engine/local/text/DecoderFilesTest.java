package dev.modeldeck.engine.local.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldeck.engine.local.checkpoint.Safetensors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/** The same models in files that name or hold them otherwise. */
class DecoderFilesTest extends DecoderContract {

    @Test
    void gpt2_is_found_without_its_prefix() throws IOException {
        TinyModel model = model(changes("model_type: gpt2, tie_word_embeddings: true"));
        renamed(model, model.config, name -> name.replace("transformer.", ""))
                .write(folder, "F32", 1);
        everyWay(model, F32, 1e-5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"language_model.model.", "model.language_model."})
    void the_part_of_gemma3_that_writes_is_found_beside_that_which_sees(String prefix)
            throws IOException {
        TinyModel model = model(changes("model_type: gemma3_text, tie_word_embeddings: true"));
        Map<String, Object> whole = Map.of("model_type", "gemma3", "text_config", model.config);
        TinyModel files = renamed(model, whole, name -> name.replace("model.", prefix));
        files.weights.put(
                "vision_tower.patch.weight", new TinyModel.Weight(new int[] {2}, new float[2]));
        files.write(folder, "F32", 1);
        everyWay(model, F32, 1e-5);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "model_type: llama, tie_word_embeddings: true",
                "model_type: phi3, partial_rotary_factor: 0.75",
                "model_type: gpt2, tie_word_embeddings: true"
            })
    void tensors_too_large_to_be_handed_over_at_once_arrive_in_pieces(String changes)
            throws IOException {
        model(changes(changes)).write(folder, "BF16", 1);
        int[] ids = ids(20);
        try (Decoder whole = load(F32);
                Decoder pieces =
                        DecoderLoader.load(
                                shape(),
                                Safetensors.open(folder),
                                new DecoderSpec(F32, "cpu", ROOM, true, null, 1000),
                                (fraction, what) -> {})) {
            assertThat(append(pieces, 0, ids, 0, 20)).isEqualTo(append(whole, 0, ids, 0, 20));
        }
    }

    private static TinyModel renamed(
            TinyModel model, Map<String, Object> config, UnaryOperator<String> names) {
        Map<String, TinyModel.Weight> weights = new LinkedHashMap<>();
        model.weights.forEach((name, weight) -> weights.put(names.apply(name), weight));
        return new TinyModel(config, weights);
    }
}
