package dev.modeldeck.engine.registry.format.gguf;

import static dev.modeldeck.engine.registry.format.ModelFiles.write;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldeck.engine.local.text.TinyGguf;
import dev.modeldeck.engine.registry.Inspection;
import dev.modeldeck.engine.registry.format.ModelFormatContract;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;

class GgufFormatTest extends ModelFormatContract {

    private static final int LIST = 9;

    @Override
    protected String id() {
        return "gguf";
    }

    @Override
    protected Path sample(Path folder) {
        try {
            return TinyGguf.chat(folder.resolve("tiny.gguf"), 3);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void it_tells_what_it_is_and_can_be_run() {
        Path file = sample(folder);
        Inspection inspection = inspect(file);

        assertThat(inspection.whyNotRunnable()).isEmpty();
        assertThat(inspection.task()).isEqualTo(Inspection.Task.CHAT);
        assertThat(inspection.architecture()).isEqualTo("llama");
        assertThat(inspection.dtype()).isEqualTo("fp16");
        assertThat(inspection.contextLength()).isEqualTo(256);
        assertThat(inspection.licence()).isEqualTo("apache-2.0");
        assertThat(inspection.shape()).isEqualTo(new Inspection.TextShape(2, 2, 16, 263));
        assertThat(inspection.parameters()).isEqualTo(66_960);
        assertThat(inspection.entryPoint()).isEmpty();
    }

    @Test
    void the_folder_that_it_lies_in_is_the_model_too() {
        sample(folder);
        write(folder.resolve("mmproj-tiny.gguf"), new GgufWriter().bytes());

        assertThat(inspect(folder).whyNotRunnable()).isEmpty();
        assertThat(inspect(folder).entryPoint()).isEqualTo("tiny.gguf");
    }

    @Test
    void one_of_several_models_in_a_folder_must_be_chosen() throws IOException {
        Path first = sample(folder);
        Files.copy(first, folder.resolve("other.gguf"));

        assertThat(refusal(folder)).contains("other.gguf, tiny.gguf").contains("Choose the file");
    }

    @Test
    void a_file_without_an_ending_is_known_by_its_content() throws IOException {
        Path blob = Files.move(sample(folder), folder.resolve("sha256-0123abcd"));

        assertThat(inspect(blob).whyNotRunnable()).isEmpty();
    }

    @Test
    void a_model_in_parts_is_its_folder() throws IOException {
        Path whole = sample(folder);
        Path part = folder.resolve("big-00001-of-00002.gguf");
        Files.move(whole, part);

        assertThat(refusal(part)).contains("Register the folder");
        assertThat(refusal(folder)).contains("big-00002-of-00002.gguf is missing");

        new GgufWriter()
                .tensor("more.weight", new int[] {2, 32}, 8, new byte[68])
                .write(folder.resolve("big-00002-of-00002.gguf"));
        assertThat(inspect(folder).whyNotRunnable()).isEmpty();
        assertThat(inspect(folder).entryPoint()).isEqualTo("big-00001-of-00002.gguf");
        assertThat(inspect(folder).parameters()).isEqualTo(66_960 + 64);
    }

    @Test
    void the_mixture_of_types_has_the_name_that_people_know() {
        GgufWriter file =
                new GgufWriter()
                        .text("general.architecture", "llama")
                        .whole("general.file_type", 15)
                        .tensor("a", new int[] {1, 256}, 12, new byte[144])
                        .tensor("b", new int[] {2, 32}, 8, new byte[68]);

        assertThat(inspect(file.write(folder.resolve("a.gguf"))).dtype()).isEqualTo("Q4_K_M");

        file.tensor("c", new int[] {2, 256}, 14, new byte[420]);
        assertThat(inspect(file.write(folder.resolve("b.gguf"))).dtype())
                .as("a name that does not fit what is there")
                .isEqualTo("Q6_K");
    }

    @Test
    void what_cannot_be_run_is_refused_with_the_way_out() {
        assertThat(refused(file -> file.text("general.architecture", "mamba")))
                .contains("\"mamba\"")
                .contains("llama, ")
                .contains("external model");
        assertThat(refused(file -> file.text("general.architecture", "clip"))).contains("mmproj");
        assertThat(
                        refused(file ->
                                file.text("general.architecture", "llama")
                                        .tensor("a", new int[] {1, 256}, 16, new byte[66])))
                .contains("IQ2_XXS")
                .contains("Q4_K_M");
        assertThat(
                        refused(file ->
                                file.text("general.architecture", "llama")
                                        .whole("llama.expert_count", 8)))
                .contains("mixture of experts");
        assertThat(refused(file -> file.text("general.architecture", "llama")))
                .contains("llama.embedding_length");
    }

    @Test
    void tokenizers_of_other_kinds_are_refused() {
        assertThat(refused(file -> sizes(file).text("tokenizer.ggml.model", "t5")))
                .contains("\"t5\"")
                .contains("Hugging Face folder");
        assertThat(
                        refused(file ->
                                sizes(file)
                                        .text("tokenizer.ggml.model", "gpt2")
                                        .text("tokenizer.ggml.pre", "martian")))
                .contains("\"martian\"");
    }

    private static GgufWriter sizes(GgufWriter file) {
        return file.text("general.architecture", "llama")
                .whole("llama.embedding_length", 32)
                .whole("llama.attention.head_count", 1)
                .whole("llama.feed_forward_length", 32)
                .whole("llama.block_count", 1)
                .tensor("token_embd.weight", new int[] {4, 32}, 8, new byte[136]);
    }

    private String refused(Consumer<GgufWriter> content) {
        GgufWriter file = new GgufWriter();
        content.accept(file);
        return refusal(file.write(folder.resolve("refused.gguf")));
    }

    @Test
    void a_file_that_was_cut_off_is_damage_that_is_named() throws IOException {
        byte[] whole = Files.readAllBytes(sample(folder));

        assertThat(refusal(damaged(Arrays.copyOf(whole, whole.length - 40))))
                .contains("cut off")
                .contains("Download it again");
        assertThat(refusal(damaged(Arrays.copyOf(whole, 700)))).contains("cut off");
    }

    @Test
    void other_bytes_and_other_versions_are_damage_that_is_named() {
        assertThat(refusal(damaged("no model at all".getBytes(StandardCharsets.US_ASCII))))
                .contains("does not begin as a GGUF file does");
        assertThat(refusal(damaged(head(ByteOrder.BIG_ENDIAN, 3, 0, 0)))).contains("big-endian");
        assertThat(refusal(damaged(head(ByteOrder.LITTLE_ENDIAN, 1, 0, 0)))).contains("version 1");
    }

    @Test
    void counts_that_no_file_can_hold_are_damage_that_is_named() {
        assertThat(refusal(damaged(head(ByteOrder.LITTLE_ENDIAN, 3, Long.MAX_VALUE, 0))))
                .contains("9223372036854775807 tensors");
        assertThat(refusal(damaged(head(ByteOrder.LITTLE_ENDIAN, 3, 0, -1))))
                .contains("18446744073709551615 key-value pairs");
        assertThat(
                        refused(file ->
                                file.tensor(
                                        "a", new int[] {Integer.MAX_VALUE, 256}, 12, new byte[0])))
                .contains("cut off");
        assertThat(
                        refused(file ->
                                file.tensor(
                                        "a",
                                        new int[] {
                                            Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE
                                        },
                                        0,
                                        new byte[0])))
                .contains("larger than any file");
        assertThat(refused(file -> file.tensor("a", new int[] {2, 33}, 8, new byte[80])))
                .contains("no whole blocks");
        assertThat(refused(file -> file.tensor("a", new int[] {2}, 77, new byte[80])))
                .contains("unknown type 77");
    }

    @Test
    void a_list_longer_than_any_file_is_damage_that_is_named() {
        ByteBuffer out = ByteBuffer.allocate(128).order(ByteOrder.LITTLE_ENDIAN);
        out.put(head(ByteOrder.LITTLE_ENDIAN, 3, 0, 1));
        out.putLong(6).put("scores".getBytes(StandardCharsets.US_ASCII));
        out.putInt(LIST).putInt(6).putLong(Long.MAX_VALUE);

        assertThat(refusal(damaged(out.array()))).contains("values in a list");
    }

    @Test
    void lists_within_lists_end_somewhere() {
        ByteBuffer out = ByteBuffer.allocate(1200).order(ByteOrder.LITTLE_ENDIAN);
        out.put(head(ByteOrder.LITTLE_ENDIAN, 3, 0, 1));
        out.putLong(1).put((byte) 'a').putInt(LIST);
        while (out.remaining() > 100) {
            out.putInt(LIST).putLong(1);
        }

        assertThat(refusal(damaged(out.array()))).contains("nested too deeply");
    }

    private static byte[] head(ByteOrder order, int version, long tensors, long pairs) {
        ByteBuffer out = ByteBuffer.allocate(24).order(order);
        out.put("GGUF".getBytes(StandardCharsets.US_ASCII));
        return out.putInt(version).putLong(tensors).putLong(pairs).array();
    }

    private Path damaged(byte[] content) {
        return write(folder.resolve("damaged.gguf"), content);
    }
}
