package dev.modeldeck.engine.local.text.constraint.gbnf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.local.text.constraint.grammar.Grammar;
import dev.modeldeck.engine.local.text.constraint.grammar.State;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;

class GbnfTest {

    private static final String SUMS =
            """
            # sums with brackets
            root  ::= sum "\\n"?
            sum   ::= term ( ("+" | "-") term )*   # from left to right
            term  ::= number
                    | "(" sum ")"
            number ::= [1-9] [0-9]{0,2} | "0"
            """;

    @Test
    void rules_may_nest_as_they_like() {
        assertThat(accepts(SUMS, "12+(3-(0))-999\n")).isTrue();
        assertThat(accepts(SUMS, "((((1))))")).isTrue();
        assertThat(accepts(SUMS, "(1")).isFalse();
        assertThat(accepts(SUMS, "01")).isFalse();
        assertThat(accepts(SUMS, "1000")).isFalse();
    }

    @Test
    void classes_escapes_and_repetitions_are_llama_cpps() {
        String grammar =
                "root ::= [^\\]\\n] \"\\x41\\u00e9\\U0001F600\\\"\" .{2,} [a-c-]+ other*\n"
                        + "other ::= \"x\" | root";
        assertThat(accepts(grammar, "☃Aé😀\"12a-c")).isTrue();
        assertThat(accepts(grammar, "☃Aé😀\"12axx☃Aé😀\"..b")).isTrue();
        assertThat(accepts(grammar, "]Aé😀\"12a")).isFalse();
        assertThat(accepts(grammar, "☃Aé😀\"1")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "a ::= \"x\" ~ no rule \"root\"",
                "root ::= missing ~ no rule \"missing\"",
                "root ::= root \"x\" | \"y\" ~ \"root\" begins with itself",
                "root ::= a \"x\"\\na ::= \"\" b\\nb ::= a | \"z\" ~ begins with itself",
                "root ::= \"x ~ ends too early",
                "root ::= (\"x\" ~ a bracket is not closed (line 1)",
                "root ::= \"x\"\\nroot ::= \"y\" ~ twice (line 2)",
                "root = \"x\" ~ begins with its name",
                "root ::= \"x\"{2,1} ~ a repetition is written",
                "root ::= \"x\"{99999} ~ from 0 to 10000",
                "root ::= \"a\" root ~ No finite answer",
            })
    void what_is_wrong_is_told(String grammar, String why) {
        assertThatThrownBy(() -> new Grammar(Gbnf.read(grammar.replace("\\n", "\n"))))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining(why);
    }

    @Test
    void a_text_that_can_be_meant_in_ever_more_ways_is_not_read_on() {
        String doubling = "root ::= \"a\" root \"b\" | \"a\" root \"c\" | \"d\"";
        assertThat(accepts(doubling, "aaaadbcbc")).isTrue();
        assertThatThrownBy(() -> accepts(doubling, "a".repeat(40)))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("too many ways");
    }

    private static boolean accepts(String rules, String text) {
        Grammar grammar = new Grammar(Gbnf.read(rules));
        State state = grammar.start();
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            state = grammar.next(state, octet & 0xFF);
        }
        return state.complete();
    }
}
