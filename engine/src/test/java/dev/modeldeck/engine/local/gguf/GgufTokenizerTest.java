package dev.modeldeck.engine.local.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.local.checkpoint.Checkpoint;
import dev.modeldeck.engine.local.checkpoint.Weights;
import dev.modeldeck.engine.local.text.TinyModels;
import dev.modeldeck.engine.local.tokens.TextTokenizer;
import dev.modeldeck.engine.local.torchscript.TensorType;
import dev.modeldeck.engine.registry.format.gguf.GgufModel;
import dev.modeldeck.engine.registry.format.gguf.GgufWriter;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class GgufTokenizerTest {

    private static final int NORMAL = 1;
    private static final int UNKNOWN = 2;
    private static final int CONTROL = 3;
    private static final int USER_DEFINED = 4;
    private static final int BYTE = 6;

    @TempDir Path folder;

    /** Bytes by their number, then a few pairs; see {@link TinyModels}. */
    private GgufWriter letters(String rule) throws IOException {
        TinyModels.tokenizer(folder);
        JsonNode json = JsonMapper.shared().readTree(folder.resolve("tokenizer.json").toFile());
        List<String> tokens = new ArrayList<>();
        json.path("model").path("vocab").propertyNames().forEach(tokens::add);
        List<Integer> types = new ArrayList<>();
        tokens.forEach(token -> types.add(TinyModels.SPECIAL.contains(token) ? CONTROL : NORMAL));
        return new GgufWriter()
                .text("general.architecture", "llama")
                .text("tokenizer.ggml.model", "gpt2")
                .text("tokenizer.ggml.pre", rule)
                .texts("tokenizer.ggml.tokens", tokens)
                .wholes("tokenizer.ggml.token_type", types)
                .texts("tokenizer.ggml.merges", List.of("1 2", "Ġ t", "h e", "12 3", "Ċ Ċ"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gpt-2     | 1234   | 123 4",
                "smollm    | 1234   | 1 2 3 4",
                "qwen2     | 1234   | 1 2 3 4",
                "llama-bpe | 1234   | 123 4",
                "llama-bpe | 12341  | 123 4 1",
                "tekken    | 1234   | 1 2 3 4",
                "gpt-4o    | 12312  | 123 12",
                "default   | 1234   | 123 4",
                "dbrx      | 1234   | 123 4",
                "deepseek-coder | 12 | 1 2",
            })
    void texts_are_cut_by_the_rule_that_the_file_names(String rule, String text, String pieces)
            throws IOException {
        List<String> tokens = tokens(letters(rule));
        List<Integer> expected = new ArrayList<>();
        for (String piece : pieces.split(" ")) {
            expected.add(
                    switch (piece) {
                        case "12" -> tokens.size();
                        case "123" -> tokens.size() + 1;
                        default -> (int) piece.charAt(0);
                    });
        }
        List<String> more = List.of("12", "123");
        GgufWriter file = withTokens(rule, tokens, more);
        try (TextTokenizer tokenizer = open(file)) {
            assertThat(tokenizer.encode(text, false))
                    .containsExactly(expected.stream().mapToInt(Integer::intValue).toArray());
        }
    }

    private List<String> tokens(GgufWriter file) {
        try (GgufModel model = GgufModel.open(file.write(folder.resolve("letters.gguf")))) {
            return GgufVocabulary.read(model.head()).tokens().subList(0, 259);
        }
    }

    private static GgufWriter withTokens(String rule, List<String> tokens, List<String> more) {
        List<String> all = new ArrayList<>(tokens);
        all.addAll(more);
        List<Integer> types = new ArrayList<>();
        all.forEach(token -> types.add(TinyModels.SPECIAL.contains(token) ? CONTROL : NORMAL));
        return new GgufWriter()
                .text("general.architecture", "llama")
                .text("tokenizer.ggml.model", "gpt2")
                .text("tokenizer.ggml.pre", rule)
                .texts("tokenizer.ggml.tokens", all)
                .wholes("tokenizer.ggml.token_type", types)
                .texts("tokenizer.ggml.merges", List.of("1 2", "12 3"));
    }

    @Test
    void special_tokens_are_found_in_texts_and_stand_before_them_where_the_file_says()
            throws IOException {
        List<String> tokens = tokens(letters("gpt-2"));
        GgufWriter file =
                withTokens("gpt-2", tokens, List.of("12", "123"))
                        .whole("tokenizer.ggml.bos_token_id", 258)
                        .flag("tokenizer.ggml.add_bos_token", true)
                        .whole("tokenizer.ggml.eos_token_id", 257)
                        .flag("tokenizer.ggml.add_eos_token", true);
        try (TextTokenizer tokenizer = open(file)) {
            assertThat(tokenizer.encode("a<|im_end|>b", true))
                    .containsExactly(258, 'a', 257, 'b', 257);
            assertThat(tokenizer.encode("a", false)).containsExactly('a');
            assertThat(tokenizer.decode(new int[] {'a', 257, 'b'}, 0, 3)).isEqualTo("ab");
        }
    }

    @Test
    void texts_begin_as_the_rule_says_where_the_file_does_not() throws IOException {
        List<String> tokens = tokens(letters("gpt-2"));
        GgufWriter llama =
                withTokens("llama-bpe", tokens, List.of("12", "123"))
                        .whole("tokenizer.ggml.bos_token_id", 258);
        try (TextTokenizer tokenizer = open(llama)) {
            assertThat(tokenizer.encode("a", true)).containsExactly(258, 'a');
        }
    }

    @Test
    void merges_of_tokens_that_are_not_there_are_damage_that_is_named() throws IOException {
        GgufWriter file = withTokens("gpt-2", tokens(letters("gpt-2")), List.of());
        assertThatThrownBy(() -> open(file).close())
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("\"12 3\"")
                .hasMessageContaining("Download it again");
    }

    /** As Llama 2's: unknown, begin, end, 256 bytes, then pieces with scores. */
    private static GgufWriter pieces(String... more) {
        List<String> tokens = new ArrayList<>(List.of("<unk>", "<s>", "</s>"));
        List<Integer> types = new ArrayList<>(List.of(UNKNOWN, CONTROL, CONTROL));
        List<Double> scores = new ArrayList<>(List.of(0.0, 0.0, 0.0));
        for (int b = 0; b < 256; b++) {
            tokens.add("<0x%02X>".formatted(b));
            types.add(BYTE);
            scores.add(0.0);
        }
        for (String piece : List.of("▁", "a", "b", "c", "ab", "bc", "▁a", "abc", "▁abc")) {
            tokens.add(piece);
            types.add(NORMAL);
        }
        // The higher, the sooner: "bc" before "ab".
        scores.addAll(List.of(-1e6, -1e6, -1e6, -1e6, -2.0, -1.0, -3.0, -4.0, -5.0));
        for (String piece : more) {
            tokens.add(piece);
            types.add(USER_DEFINED);
            scores.add(0.0);
        }
        return new GgufWriter()
                .text("general.architecture", "llama")
                .text("tokenizer.ggml.model", "llama")
                .texts("tokenizer.ggml.tokens", tokens)
                .wholes("tokenizer.ggml.token_type", types)
                .decimals("tokenizer.ggml.scores", scores)
                .whole("tokenizer.ggml.bos_token_id", 1)
                .whole("tokenizer.ggml.eos_token_id", 2);
    }

    @Test
    void pieces_are_joined_by_their_scores_and_what_they_lack_is_spelt_in_bytes() {
        int first = 259;
        try (TextTokenizer tokenizer = open(pieces())) {
            assertThat(tokenizer.encode("abc", true)).containsExactly(1, first + 8);
            assertThat(tokenizer.encode("babc", false))
                    .as("▁ b a bc: no piece begins with ▁b")
                    .containsExactly(first, first + 2, first + 7);
            assertThat(tokenizer.encode("aé", false))
                    .containsExactly(first + 6, 3 + 0xC3, 3 + 0xA9);
            assertThat(tokenizer.encode("</s>a", false)).containsExactly(2, first + 6);
            int[] ids = tokenizer.encode("abc é a", false);
            assertThat(tokenizer.decode(ids, 0, ids.length)).isEqualTo("abc é a");
        }
    }

    @Test
    void texts_get_no_space_before_them_where_the_file_says_so() {
        GgufWriter file = pieces().flag("tokenizer.ggml.add_space_prefix", false);
        try (TextTokenizer tokenizer = open(file)) {
            assertThat(tokenizer.encode("a a", false)).containsExactly(260, 265);
            assertThat(tokenizer.decode(new int[] {265, 260}, 0, 2)).isEqualTo(" aa");
        }
    }

    @Test
    void runs_of_spaces_are_pieces_though_people_defined_them() {
        try (TextTokenizer tokenizer = open(pieces("  ", "<start>"))) {
            assertThat(tokenizer.encode(" b", false)).containsExactly(268, 261);
            assertThat(tokenizer.encode("b<start>", false)).containsExactly(259, 261, 269);
        }
    }

    private TextTokenizer open(GgufWriter file) {
        try (GgufModel model = GgufModel.open(file.write(folder.resolve("tokenizer.gguf")))) {
            JsonNode json = GgufTokenizer.json(model.head(), GgufVocabulary.read(model.head()));
            return TextTokenizer.open(new OnlyTokenizer(json));
        }
    }

    private record OnlyTokenizer(JsonNode json) implements Checkpoint {

        @Override
        public Optional<byte[]> file(String name) {
            return Optional.ofNullable(
                    Map.of("tokenizer.json", JsonMapper.shared().writeValueAsBytes(json))
                            .get(name));
        }

        @Override
        public Weights weights(TensorType quantised) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<String> nearestDtype() {
            return Optional.empty();
        }
    }
}
