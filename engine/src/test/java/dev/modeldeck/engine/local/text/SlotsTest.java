package dev.modeldeck.engine.local.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldeck.engine.inference.ChunkListener;
import dev.modeldeck.engine.inference.InferenceRequest;
import dev.modeldeck.engine.inference.InferenceResult;
import dev.modeldeck.engine.inference.Payload;
import dev.modeldeck.engine.inference.TextOptions;
import dev.modeldeck.engine.local.checkpoint.JsonFiles;
import dev.modeldeck.engine.local.checkpoint.Safetensors;
import dev.modeldeck.engine.local.kernels.Precision;
import dev.modeldeck.engine.local.kernels.Precisions;
import dev.modeldeck.engine.local.torchscript.TensorType;
import dev.modeldeck.engine.local.torchscript.TorchRuntime;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;

class SlotsTest {

    private static final int PIECE = Slot.PIECE;

    @Test
    void only_whole_pieces_are_shared_and_never_the_whole_prompt() {
        int[] prompt = new Random(1).ints(3 * PIECE, 0, 100).toArray();
        Slot slot = new Slot(0);
        assertThat(slot.shared(prompt)).isZero();
        slot.hold(prompt, 2 * PIECE + 10);
        assertThat(slot.shared(prompt)).isEqualTo(2 * PIECE);
        assertThat(slot.shared(Arrays.copyOf(prompt, 2 * PIECE))).isEqualTo(PIECE);
        assertThat(slot.shared(Arrays.copyOf(prompt, 5))).isZero();
        int[] other = prompt.clone();
        other[PIECE + 3]++;
        assertThat(slot.shared(other)).isEqualTo(PIECE);
    }

    @Test
    void a_prompt_goes_to_the_slot_that_knows_it() {
        int[] prompt = new Random(1).ints(2 * PIECE, 0, 100).toArray();
        Slots slots = new Slots(3);
        slots.take(prompt);
        Slot second = slots.take(prompt);
        second.hold(prompt, prompt.length);
        slots.giveBack(second);
        assertThat(slots.take(new int[] {1}).index()).isEqualTo(2);
        assertThat(slots.take(prompt)).isSameAs(second);
    }

    @Test
    void an_answer_is_the_same_whether_its_beginning_was_known_or_not(@TempDir Path folder)
            throws Exception {
        TinyModel model =
                new TinyModel(
                        TinyModels.config(
                                Map.of("model_type", "llama", "max_position_embeddings", 1024)),
                        2);
        model.write(folder, "BF16", 1);
        TinyModels.tokenizer(folder);
        List<Integer> past = new Random(5).ints(2 * PIECE + 40, 0, 256).boxed().toList();
        List<Integer> longer = new Random(5).ints(2 * PIECE + 90, 0, 256).boxed().toList();
        InferenceResult known;
        try (TextModel warm = open(folder)) {
            ask(warm, past);
            known = ask(warm, longer);
        }
        try (TextModel fresh = open(folder)) {
            assertThat(known).isEqualTo(ask(fresh, longer));
        }
    }

    @Test
    void what_another_slot_has_read_is_copied_and_answers_alike(@TempDir Path folder)
            throws Exception {
        new TinyModel(
                        TinyModels.config(
                                Map.of("model_type", "llama", "max_position_embeddings", 1024)),
                        2)
                .write(folder, "BF16", 1);
        int[] prompt = new Random(5).ints(2 * PIECE + 1, 0, 256).toArray();
        TorchRuntime.start(1);
        DecoderShape shape = TextFamilies.shape(JsonFiles.read(folder.resolve("config.json")));
        Safetensors weights = Safetensors.open(folder);
        Precision precision = Precisions.choose("f32", "cpu", TensorType.BFLOAT16, 1);
        try (Decoder decoder =
                DecoderLoader.load(shape, weights, precision, "cpu", 2, (_, _) -> {})) {
            Slot reader = new Slot(0);
            Slot other = new Slot(1);
            decoder.append(new Step(0, Arrays.copyOf(prompt, PIECE), 0, 1, prompt.length));
            int[] second = Arrays.copyOfRange(prompt, PIECE, 2 * PIECE);
            decoder.append(new Step(0, second, PIECE, 1, prompt.length));
            reader.hold(prompt, 2 * PIECE);
            assertThat(decoder.copy(reader, other, prompt)).isEqualTo(2 * PIECE);
            assertThat(other.shared(prompt)).isEqualTo(2 * PIECE);
            int[] last = {prompt[2 * PIECE]};
            float[] first = decoder.append(new Step(0, last, 2 * PIECE, 1, prompt.length))[0];
            assertThat(decoder.append(new Step(1, last, 2 * PIECE, 1, prompt.length))[0])
                    .isEqualTo(first);
            reader.hold(prompt, 0);
            assertThat(decoder.copy(reader, new Slot(1), prompt)).isZero();
        }
    }

    private static TextModel open(Path folder) {
        return TextModel.open(
                new TextModel.Spec(folder, "cpu", "bf16", 0, 1, 1), (fraction, what) -> {});
    }

    private static InferenceResult ask(TextModel model, List<Integer> prompt) {
        TextOptions options =
                new TextOptions(12, 0.0, null, null, null, null, null, null, null, List.of(), 5);
        return model.answer(
                InferenceRequest.of(
                        new Payload.Completion(
                                List.of(new Payload.Prompt.Tokens(prompt)), 1, false, options)),
                ChunkListener.none());
    }
}
