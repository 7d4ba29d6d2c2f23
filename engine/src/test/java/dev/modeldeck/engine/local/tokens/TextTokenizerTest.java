package dev.modeldeck.engine.local.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldeck.engine.local.text.TinyModels;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

class TextTokenizerTest {

    private static final String TEXT = "Grüße, 世界 👩‍🚀!";

    @TempDir Path folder;

    @Test
    void special_tokens_are_one_token_and_long_texts_are_not_cut() throws IOException {
        TinyModels.tokenizer(folder);
        try (TextTokenizer tokenizer = TextTokenizer.open(folder)) {
            assertThat(tokenizer.encode("<|im_start|>a<|im_end|>", false))
                    .containsExactly(256, 'a', 257);
            assertThat(tokenizer.encode("hello", false)).containsExactly(262, 'o');
            assertThat(tokenizer.encode("x".repeat(5000), true)).hasSize(5000);
            assertThat(tokenizer.vocabulary().special("<|im_end|>")).hasValue(257);
        }
    }

    @Test
    void a_stream_of_bytes_gives_whole_characters_only() throws IOException {
        TinyModels.tokenizer(folder);
        try (TextTokenizer tokenizer = TextTokenizer.open(folder)) {
            List<String> pieces = pieces(tokenizer, TinyModels.bytes(TEXT));
            assertThat(String.join("", pieces)).isEqualTo(TEXT);
            assertThat(pieces)
                    .noneMatch(piece -> piece.contains("\uFFFD"))
                    .contains("ü", "世", "🚀");
        }
    }

    @Test
    void bytes_that_are_no_text_come_out_at_the_end() throws IOException {
        TinyModels.tokenizer(folder);
        try (TextTokenizer tokenizer = TextTokenizer.open(folder)) {
            StreamDecoder decoder = new StreamDecoder(tokenizer);
            assertThat(decoder.add('a')).isEqualTo("a");
            assertThat(decoder.add(0xC3)).isEmpty();
            assertThat(decoder.finish()).isEqualTo("\uFFFD");
            assertThat(decoder.finish()).isEmpty();
        }
    }

    @Test
    void the_bytes_of_tokens_are_those_of_the_text() throws IOException {
        TinyModels.tokenizer(folder);
        try (TextTokenizer tokenizer = TextTokenizer.open(folder)) {
            for (int b = 0; b < 256; b++) {
                assertThat(tokenizer.vocabulary().bytes(b)).containsExactly(b);
            }
            assertThat(tokenizer.vocabulary().bytes(262)).asString().isEqualTo("hell");
            assertThat(tokenizer.vocabulary().bytes(256)).asString().isEqualTo("<|im_start|>");
        }
    }

    @Test
    void sentencepiece_keeps_spaces_between_pieces_and_none_at_the_start() throws IOException {
        sentencepiece();
        try (TextTokenizer tokenizer = TextTokenizer.open(folder)) {
            int[] ids = tokenizer.encode("a b é", true);
            assertThat(ids).containsExactly(1, 259, 260, 261, 3 + 0xC3, 3 + 0xA9);
            int[] answer = java.util.Arrays.copyOfRange(ids, 1, ids.length);
            assertThat(pieces(tokenizer, answer)).containsExactly("a", " b", " ", "é");
            assertThat(tokenizer.vocabulary().bytes(260)).asString().isEqualTo(" b");
            assertThat(tokenizer.vocabulary().bytes(3 + 0xC3)).containsExactly(0xC3);
        }
    }

    private static List<String> pieces(TextTokenizer tokenizer, int[] ids) {
        StreamDecoder decoder = new StreamDecoder(tokenizer);
        List<String> pieces = new ArrayList<>();
        for (int id : ids) {
            String piece = decoder.add(id);
            if (!piece.isEmpty()) {
                pieces.add(piece);
            }
        }
        assertThat(decoder.finish()).isEmpty();
        return pieces;
    }

    /** A tokenizer as Llama 2's: words begin with a bar, unknown characters fall back to bytes. */
    private void sentencepiece() throws IOException {
        Map<String, Integer> vocabulary = new LinkedHashMap<>();
        for (String token : List.of("<unk>", "<s>", "</s>")) {
            vocabulary.put(token, vocabulary.size());
        }
        for (int b = 0; b < 256; b++) {
            vocabulary.put("<0x%02X>".formatted(b), vocabulary.size());
        }
        for (String token : List.of("▁a", "▁b", "▁", "a", "b")) {
            vocabulary.put(token, vocabulary.size());
        }
        Map<String, Object> model = new LinkedHashMap<>();
        model.put("type", "BPE");
        model.put("unk_token", "<unk>");
        model.put("byte_fallback", true);
        model.put("vocab", vocabulary);
        model.put("merges", List.of("▁ a", "▁ b"));
        Map<String, Object> normalizer =
                Map.of(
                        "type",
                        "Sequence",
                        "normalizers",
                        List.of(Map.of("type", "Prepend", "prepend", "▁"), replace(" ", "▁")));
        Map<String, Object> decoder =
                Map.of(
                        "type",
                        "Sequence",
                        "decoders",
                        List.of(
                                replace("▁", " "),
                                Map.of("type", "ByteFallback"),
                                Map.of("type", "Fuse"),
                                Map.of("type", "Strip", "content", " ", "start", 1, "stop", 0)));
        Map<String, Object> begin =
                Map.of(
                        "type", "TemplateProcessing",
                        "single",
                                List.of(
                                        Map.of("SpecialToken", Map.of("id", "<s>", "type_id", 0)),
                                        Map.of("Sequence", Map.of("id", "A", "type_id", 0))),
                        "pair", List.of(Map.of("Sequence", Map.of("id", "A", "type_id", 0))),
                        "special_tokens",
                                Map.of(
                                        "<s>",
                                        Map.of(
                                                "id",
                                                "<s>",
                                                "ids",
                                                List.of(1),
                                                "tokens",
                                                List.of("<s>"))));
        JsonMapper.shared()
                .writeValue(
                        folder.resolve("tokenizer.json").toFile(),
                        Map.of(
                                "version", "1.0",
                                "normalizer", normalizer,
                                "decoder", decoder,
                                "post_processor", begin,
                                "model", model));
    }

    private static Map<String, Object> replace(String from, String to) {
        return Map.of("type", "Replace", "pattern", Map.of("String", from), "content", to);
    }
}
