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
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;

class SlotsTest {

    private static final int PIECE = Slot.PIECE;
    private static final int ROOM = 3 * PIECE;

    @Test
    void who_does_not_go_on_shares_whole_pieces_only_and_never_the_whole_prompt() {
        int[] prompt = new Random(1).ints(3 * PIECE + 20, 0, 100).toArray();
        Slot slot = new Slot(0, 1000);
        assertThat(slot.shared(prompt)).isZero();
        slot.begin(prompt, slot);
        slot.read(prompt, 2 * PIECE + 10);
        assertThat(slot.shared(prompt)).isEqualTo(2 * PIECE);
        slot.read(prompt, prompt.length);
        assertThat(slot.shared(prompt)).isEqualTo(3 * PIECE);
        assertThat(slot.shared(Arrays.copyOf(prompt, 2 * PIECE))).isEqualTo(PIECE);
        assertThat(slot.shared(Arrays.copyOf(prompt, 5))).isZero();
        int[] other = prompt.clone();
        other[PIECE + 3]++;
        assertThat(slot.shared(other)).isEqualTo(PIECE);
    }

    @Test
    void who_goes_on_with_a_conversation_shares_all_of_it() {
        int[] conversation = new Random(1).ints(PIECE + 60, 0, 100).toArray();
        int[] prompt = Arrays.copyOf(conversation, PIECE + 20);
        Slot slot = new Slot(0, 1000);
        slot.begin(prompt, slot);
        slot.read(prompt, prompt.length);
        slot.wrote(prompt.length, conversation, PIECE + 40);
        assertThat(slot.shared(conversation)).isEqualTo(PIECE + 40);
        int[] otherwise = conversation.clone();
        otherwise[PIECE + 30]++;
        assertThat(slot.shared(otherwise)).isEqualTo(PIECE + 30);
        otherwise[PIECE + 10]++;
        assertThat(slot.shared(otherwise)).isEqualTo(PIECE);
    }

    @Test
    void what_was_read_after_an_answer_is_no_whole_piece_for_others() {
        int[] all = new Random(1).ints(3 * PIECE, 0, 100).toArray();
        Slot slot = new Slot(0, 1000);
        int[] first = Arrays.copyOf(all, PIECE + 20);
        slot.begin(first, slot);
        slot.read(first, first.length);
        slot.wrote(first.length, all, PIECE + 30);
        int[] second = Arrays.copyOf(all, 2 * PIECE + 10);
        slot.begin(second, slot);
        slot.read(second, second.length);
        slot.wrote(second.length, second, second.length);
        int[] stranger = all.clone();
        stranger[2 * PIECE + 1]++;
        assertThat(slot.shared(stranger)).isEqualTo(PIECE);
    }

    @Test
    void a_draft_model_reads_what_it_has_not_read_there_and_always_the_last_token() {
        int[] text = new Random(1).ints(60, 0, 100).toArray();
        Slot slot = new Slot(0, 100);
        assertThat(slot.drafted(text, 60)).isZero();
        slot.draft(text, 50);
        assertThat(slot.drafted(text, 60)).isEqualTo(50);
        assertThat(slot.drafted(text, 50)).isEqualTo(49);
        text[20]++;
        assertThat(slot.drafted(text, 60)).isEqualTo(20);
        slot.resize(10);
        assertThat(slot.drafted(text, 60)).isEqualTo(10);
    }

    @Test
    void a_conversation_goes_to_the_slot_that_knows_it() {
        int[] prompt = new Random(1).ints(2 * PIECE, 0, 100).toArray();
        Slots slots = new Slots(3, 4 * PIECE);
        Slot first = slots.take(prompt, PIECE);
        Slot second = slots.take(prompt, 2 * PIECE);
        second.begin(prompt, second);
        second.read(prompt, prompt.length);
        slots.giveBack(second);
        Slot stranger = slots.take(new int[] {1}, PIECE);
        assertThat(stranger.base()).isEqualTo(3 * PIECE);
        slots.giveBack(stranger);
        assertThat(slots.take(prompt, 3 * PIECE)).isSameAs(second);
        assertThat(first.end()).isEqualTo(second.base());
    }

    @Test
    void what_is_kept_gives_way_to_who_needs_room_the_oldest_first() {
        Slots slots = new Slots(4, 3 * PIECE);
        int[] old = new Random(1).ints(PIECE, 0, 100).toArray();
        int[] recent = new Random(2).ints(PIECE, 0, 100).toArray();
        for (int[] prompt : List.of(old, recent)) {
            Slot slot = slots.take(prompt, PIECE);
            slot.begin(prompt, slot);
            slot.read(prompt, prompt.length);
            slots.giveBack(slot);
        }
        slots.take(new int[] {1}, PIECE);
        assertThat(slots.take(new int[] {2}, PIECE).base()).isZero();
        assertThat(slots.knowing(Arrays.copyOf(old, PIECE + 1))).isEmpty();
        assertThat(slots.knowing(Arrays.copyOf(recent, PIECE + 1))).isPresent();
    }

    @Test
    @Timeout(30)
    void who_finds_no_room_waits_in_line_and_who_needs_more_goes_first() throws Exception {
        Slots slots = new Slots(4, 2 * PIECE);
        int[] prompt = {1, 2, 3};
        Slot growing = slots.take(prompt, PIECE);
        Slot ending = slots.take(prompt, PIECE);
        List<String> order = Collections.synchronizedList(new ArrayList<>());
        Thread waiting =
                Thread.ofVirtual()
                        .start(() -> {
                            slots.take(prompt, PIECE);
                            order.add("new");
                        });
        untilWaiting(waiting);
        Thread more =
                Thread.ofVirtual()
                        .start(() -> {
                            Slot larger = slots.retake(growing, prompt, 2 * PIECE);
                            order.add("grown");
                            slots.giveBack(larger);
                        });
        untilWaiting(more);
        assertThat(order).isEmpty();
        slots.giveBack(ending);
        more.join();
        waiting.join();
        assertThat(order).containsExactly("grown", "new");
    }

    private static void untilWaiting(Thread thread) {
        while (thread.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
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
        int[] prompt = new Random(5).ints(2 * PIECE + 90, 0, 256).toArray();
        int[] past = Arrays.copyOf(prompt, 2 * PIECE + 40);
        past[2 * PIECE + 3]++; // whole pieces are shared, which are computed as they would be again
        InferenceResult known;
        try (TextModel warm = open(folder)) {
            ask(warm, past);
            known = ask(warm, prompt);
        }
        try (TextModel fresh = open(folder)) {
            assertThat(known).isEqualTo(ask(fresh, prompt));
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
                DecoderLoader.load(
                        shape, weights, DecoderSpec.of(precision, "cpu", 2 * ROOM), (_, _) -> {})) {
            Slot reader = new Slot(0, ROOM);
            Slot other = new Slot(ROOM, ROOM);
            decoder.append(new Step(0, Arrays.copyOf(prompt, PIECE), 0, 1, prompt.length));
            int[] second = Arrays.copyOfRange(prompt, PIECE, 2 * PIECE);
            decoder.append(new Step(0, second, PIECE, 1, prompt.length));
            reader.begin(prompt, reader);
            reader.read(prompt, 2 * PIECE);
            decoder.copy(reader, other, prompt);
            assertThat(other.shared(prompt)).isEqualTo(2 * PIECE);
            int[] last = {prompt[2 * PIECE]};
            float[] first = decoder.append(new Step(0, last, 2 * PIECE, 1, prompt.length))[0];
            assertThat(decoder.append(new Step(ROOM, last, 2 * PIECE, 1, prompt.length))[0])
                    .isEqualTo(first);
            reader.forget();
            decoder.copy(reader, other, prompt);
            assertThat(other.size()).isZero();
        }
    }

    private static TextModel open(Path folder) {
        return TextModel.open(
                new TextModel.Spec(folder, "cpu", "f32", 1L << 30, 0, 1, 1, null),
                (fraction, what) -> {});
    }

    private static InferenceResult ask(TextModel model, int[] prompt) {
        List<Integer> ids = Arrays.stream(prompt).boxed().toList();
        TextOptions options =
                new TextOptions(12, 0.0, null, null, null, null, null, null, null, List.of(), 5);
        return model.answer(
                InferenceRequest.of(
                        new Payload.Completion(
                                List.of(new Payload.Prompt.Tokens(ids)), 1, false, options)),
                ChunkListener.none());
    }
}
