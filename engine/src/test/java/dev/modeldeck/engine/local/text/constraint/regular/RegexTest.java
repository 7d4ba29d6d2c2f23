package dev.modeldeck.engine.local.text.constraint.regular;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.modeldeck.engine.kernel.EngineException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;

/** Judged by Java's own regular expressions. */
class RegexTest {

    private static final String LETTERS = "abcAB01 _-.\n\t\"\\é☃😀\u0000";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "abc",
                "a|b|",
                "^a",
                "a$",
                "^$",
                "^a|b$",
                "(^|-)a(-|$)",
                "[a-c]+",
                "[^a-c]*",
                "a{2}",
                "a{2,}",
                "a{1,3}?",
                "(ab)*c?",
                "(?:a|b)+?c",
                "(?<name>a)b",
                "\\d+\\w*",
                "^\\S+$",
                "\\s",
                ".",
                "^.{2,4}$",
                "[\\d_-]",
                "[^\\s\\d]{3}",
                "[]a]b",
                "a\\.b",
                "\\x61\\u0062",
                "\\x{63}|\\t",
                "é+",
                "[é☃]",
                "[\\x{1F600}-\\x{1F64F}]?$",
                "^(?=.*a)(?=.*0).+$",
                "^(?!a)[abc]{2}",
                "^(?!.*b)",
                "x{0}a",
                "(a*)*b",
                "(a|ab)(c|bc)",
                "^(a|b)*a(a|b){3}$",
                "\\\\\"",
                "a{,2}",
                "}",
                "^\\p{Lu}\\p{Ll}",
                "[\\p{L}0]$",
                "\\A0\\z"
            })
    void it_finds_what_java_finds(String pattern) {
        Pattern java =
                Pattern.compile(pattern.replace("[]a]", "[\\]a]").replace("{,2}", "\\{,2\\}"));
        Optional<Automaton> plain = Automata.ofAnchored(Regex.within(pattern, Encoding.PLAIN));
        Optional<Automaton> whole = Automata.ofAnchored(Regex.whole(pattern, Encoding.PLAIN));
        Optional<Automaton> json = Automata.ofAnchored(Regex.within(pattern, Encoding.JSON_STRING));
        Random random = new Random(pattern.hashCode());
        for (int i = 0; i < 1500; i++) {
            String text = text(random);
            boolean found = java.matcher(text).find();
            assertThat(accepts(plain, text)).as("%s in <%s>", pattern, text).isEqualTo(found);
            assertThat(accepts(json, escaped(text))).as("escaped %s", text).isEqualTo(found);
            assertThat(accepts(whole, text))
                    .as("%s is <%s>", pattern, text)
                    .isEqualTo(java.matcher(text).matches());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "(a)\\1 ~ \"\\1\" is not supported",
                "\\bword ~ word boundaries",
                "(?<=a)b ~ looking behind",
                "a(?=b)|(c(?=d)) ~ outside of groups",
                "(?i)a ~ this kind of group",
                "a++ ~ possessive",
                "*a ~ nothing to repeat",
                "(a ~ not closed",
                "a) ~ closes that was not opened",
                "[a ~ ends too early",
                "[z-a] ~ ends before it begins",
                "a{3,2} ~ ends before it begins",
                "a{200000} ~ more than 100000 times",
                "\\q ~ \"\\q\" is not supported",
                "\\p{Klingon} ~ property \"Klingon\"",
                "[a&&b] ~ cannot be cut",
            })
    void what_it_cannot_read_is_refused_in_words(String pattern, String why) {
        assertThatThrownBy(() -> Regex.within(pattern, Encoding.PLAIN))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining(why)
                .hasMessageContaining("\"" + pattern + "\"");
    }

    @Test
    void where_dialects_differ_a_class_holds_what_all_of_them_have_in_it() {
        assertThat(accepts(whole("\\w"), "é")).isFalse();
        assertThat(accepts(whole("\\W"), "é")).isFalse();
        assertThat(accepts(whole("[^\\w]"), "é")).isFalse();
        assertThat(accepts(whole("[^\\W]"), "é")).isFalse();
        assertThat(accepts(whole("\\W\\D\\S"), "-+\\")).isTrue();
        assertThat(accepts(whole("\\s|\\S|[^\\s]"), "\u00A0")).isFalse();
        assertThat(accepts(whole("\\u{1F600}\\ud83d\\ude00"), "😀😀")).isTrue();
    }

    private static Optional<Automaton> whole(String pattern) {
        return Automata.ofAnchored(Regex.whole(pattern, Encoding.PLAIN));
    }

    @Test
    void too_many_states_are_refused() {
        Regular regular = Regex.within("^[a-z]{40000}$", Encoding.PLAIN);
        assertThatThrownBy(() -> Automata.ofAnchored(regular))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("too many ways");
    }

    @Test
    void what_would_take_minutes_and_all_memory_is_refused() {
        Regular regular = Regex.whole("((a{0,9}b{0,9}){0,9}c{0,9}){0,50}", Encoding.PLAIN);
        assertThatThrownBy(() -> Automata.ofAnchored(regular))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("too many ways");
    }

    @Test
    void a_page_of_letters_is_a_pattern() {
        String page = "abcdefghij".repeat(500);
        assertThat(accepts(whole(page), page)).isTrue();
        assertThat(accepts(whole(page), page + "a")).isFalse();
    }

    @Test
    void nothing_is_no_automaton() {
        assertThat(Automata.ofAnchored(Regex.whole("a^b", Encoding.PLAIN))).isEmpty();
        assertThat(Automata.of(Regular.of("a").and(Regular.of("b")))).isEmpty();
    }

    private static boolean accepts(Optional<Automaton> automaton, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return automaton.map(a -> a.accepts(bytes)).orElse(false);
    }

    private static String text(Random random) {
        int[] letters = LETTERS.codePoints().toArray();
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(7); i > 0; i--) {
            text.appendCodePoint(letters[random.nextInt(letters.length)]);
        }
        // A dollar sign stands before a last line end in Java, but not in JSON schemas.
        return text.toString().endsWith("\n") ? text + "a" : text.toString();
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\")
                .replace("\"", "\\\"")
                .replace("\n", "\\n")
                .replace("\t", "\\t")
                .replace("\u0000", "\\u0000");
    }
}
