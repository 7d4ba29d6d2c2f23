package dev.modeldeck.engine.local.encoder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldeck.engine.local.tokens.TextTokenizer;
import dev.modeldeck.engine.local.tokens.Tokens;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Path;

/** Texts and pairs in the tokens of the three kinds of tokenizer that encoders come with. */
class EncoderTokensTest {

    @TempDir Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "bert        | [2, 4, 184, 187, 3]",
                "mpnet       | [0, 4, 184, 187, 3]",
                "roberta     | [0, 263, 115, 262, 124, 2]",
                "xlm-roberta | [0, 4, 13, 100, 101, 2]"
            })
    void a_text_has_the_tokens_that_its_family_expects(String type, String ids) {
        try (TextTokenizer tokenizer = open(type)) {
            Tokens tokens = tokenizer.tokens("hello wx");
            assertThat(java.util.Arrays.toString(tokens.ids())).isEqualTo(ids);
            assertThat(tokens.texts()).startsWith(-1, 0, 0).endsWith(0, -1);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "bert        | [2, 8, 3, 4, 3]      | [0, 0, 0, 1, 1]",
                "mpnet       | [0, 8, 3, 3, 4, 3]   | [0, 0, 0, 0, 0, 0]",
                "roberta     | [0, 101, 2, 2, 263, 115, 2] | [0, 0, 0, 0, 0, 0, 0]",
                "xlm-roberta | [0, 8, 2, 2, 4, 2]   | [0, 0, 0, 0, 0, 0]"
            })
    void a_pair_is_one_text_with_its_parts_told_apart(String type, String ids, String kinds) {
        try (TextTokenizer tokenizer = open(type)) {
            Tokens tokens = tokenizer.tokens("a", "hello");
            assertThat(java.util.Arrays.toString(tokens.ids())).isEqualTo(ids);
            assertThat(java.util.Arrays.toString(tokens.kinds())).isEqualTo(kinds);
            assertThat(tokens.texts()).contains(0, 1).endsWith(-1);
        }
    }

    @Test
    void what_is_cut_off_is_the_end_of_the_longer_text() {
        try (TextTokenizer tokenizer = open("bert")) {
            Tokens single = tokenizer.tokens("hello world what is");
            assertThat(single.cut(4).ids()).containsExactly(2, 4, 5, 3);
            assertThat(single.cut(6)).isSameAs(single);

            Tokens pair = tokenizer.tokens("a good query", "hello world what is a bad");
            assertThat(pair.cut(9).ids()).containsExactly(2, 8, 11, 9, 3, 4, 5, 6, 3);
            assertThat(pair.cut(9).kinds()).containsExactly(0, 0, 0, 0, 0, 1, 1, 1, 1);
            assertThat(pair.cut(7).ids()).containsExactly(2, 8, 11, 3, 4, 5, 3);
        }
    }

    private TextTokenizer open(String type) {
        TinyTokenizers.write(type, folder);
        return TextTokenizer.open(folder);
    }
}
