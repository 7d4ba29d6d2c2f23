package dev.modeldeck.engine.local.text.constraint.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldeck.engine.local.text.constraint.regular.Automata;
import dev.modeldeck.engine.local.text.constraint.regular.Automaton;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

class NumberLanguageTest {

    private static final List<String> EDGES =
            List.of(
                    "0",
                    "1",
                    "-1",
                    "0.5",
                    "-0.5",
                    "9.999999",
                    "10",
                    "10.000001",
                    "-10.25",
                    "99",
                    "100",
                    "1205");

    @ParameterizedTest
    @CsvSource({
        "0, 10",
        "-10, 10",
        "5, 5",
        "-5, -5",
        "95, 1205",
        "-1205, -95",
        "0.5, 0.75",
        "-0.75, 0.5",
        "1.25, 10.5",
        "-273.15, 99.99",
        "0.001, 0.002",
        "-3.5, -1.125",
        "9.5, 10",
        "99.9, 100.1",
        "0, 0.1"
    })
    void decimals_between_bounds_are_just_those(BigDecimal min, BigDecimal max) {
        for (int exclusive = 0; exclusive < 4; exclusive++) {
            NumberRules rules =
                    NumberRules.NONE.andMin(min, exclusive % 2 == 1).andMax(max, exclusive > 1);
            check(rules);
            check(rules.andWhole());
        }
        check(NumberRules.NONE.andMin(min, false));
        check(NumberRules.NONE.andMax(max, true));
    }

    @Test
    void multiples_are_just_those() {
        for (String step : List.of("3", "7", "0.25", "0.01", "2.5", "12", "1000", "9999")) {
            Automaton all =
                    Automata.of(
                                    NumberLanguage.within(
                                            NumberRules.NONE.andMultipleOf(new BigDecimal(step))))
                            .orElseThrow();
            Automaton some = Automata.both(all, Multiples.of(new BigDecimal(step))).orElseThrow();
            for (int i = -3000; i < 3000; i++) {
                BigDecimal number = BigDecimal.valueOf(i, 2).stripTrailingZeros();
                assertThat(accepts(some, i == 0 ? "0" : number.toPlainString()))
                        .as("%s of %s", number, step)
                        .isEqualTo(number.remainder(new BigDecimal(step)).signum() == 0);
            }
        }
    }

    @Test
    void numbers_are_written_as_json_has_them() {
        Automaton any = Automata.of(NumberLanguage.any()).orElseThrow();
        for (String text : List.of("0", "-0", "10", "-1.50", "1e5", "1.5E-07", "123456789012345")) {
            assertThat(accepts(any, text)).as(text).isTrue();
        }
        for (String text : List.of("", "-", "01", "1.", ".5", "1e", "+1", "1e999", "NaN", "0x1")) {
            assertThat(accepts(any, text)).as(text).isFalse();
        }
    }

    private static void check(NumberRules rules) {
        Optional<Automaton> automaton = Automata.of(NumberLanguage.within(rules));
        for (String edge : EDGES) {
            around(automaton, rules, new BigDecimal(edge));
        }
        around(automaton, rules, rules.min() == null ? BigDecimal.ZERO : rules.min());
        around(automaton, rules, rules.max() == null ? BigDecimal.ZERO : rules.max());
    }

    private static void around(
            Optional<Automaton> automaton, NumberRules rules, BigDecimal center) {
        for (int scale = 0; scale <= 5; scale++) {
            for (int i = -12; i <= 12; i++) {
                BigDecimal number = center.add(BigDecimal.valueOf(i, scale)).stripTrailingZeros();
                String text = number.signum() == 0 ? "0" : number.toPlainString();
                assertThat(automaton.map(a -> accepts(a, text)).orElse(false))
                        .as("%s within %s", text, rules)
                        .isEqualTo(rules.accepts(number));
            }
        }
    }

    private static boolean accepts(Automaton automaton, String text) {
        return automaton.accepts(text.getBytes(StandardCharsets.UTF_8));
    }
}
