package dev.modeldeck.engine.wire.mlflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.modeldeck.engine.kernel.EngineException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Map;
import java.util.Optional;

class SearchFilterTest {

    private static final SearchFilter.Subject SUBJECT =
            new SearchFilter.Subject() {
                private final Map<String, String> tags =
                        Map.of("team", "Blue AND green", "a.b", "1");

                @Override
                public Optional<String> tag(String key) {
                    return Optional.ofNullable(tags.get(key));
                }

                @Override
                public Optional<String> attribute(String name) {
                    return Optional.ofNullable(
                            Map.of("name", "main.default.Chat", "version_number", "12").get(name));
                }
            };

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "  ",
                "name = 'main.default.Chat'",
                "name='main.default.Chat'",
                "name != 'x' AND tags.team LIKE 'Blue%'",
                "name ILIKE '%CHAT'",
                "name like 'main._efault.%'",
                "tags.`a.b` = '1' and tag.team != 'x'",
                "tags.\"a.b\" = \"1\"",
                "tags.missing != 'x'",
                "tags.`mlflow.prompt.is_prompt` != 'true'",
                "tags.`mlflow.prompt.is_prompt` = 'false'",
                "version_number > 9 AND version_number <= 12",
                "name IN ('x', 'main.default.Chat')",
                "name in('main.default.Chat') AND tags.`a.b` IN ('1')"
            })
    void these_hold(String filter) {
        assertThat(SearchFilter.parse(filter).matches(SUBJECT)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "name = 'chat'",
                "name LIKE '%CHAT'",
                "name LIKE 'main.default.C'",
                "tags.team = 'Blue'",
                "tags.missing = 'x'",
                "tags.missing LIKE '%'",
                "version_number < 12",
                "name IN ('x','y')",
                "name ILIKE '%chat' AND tags.team = 'x'"
            })
    void these_do_not(String filter) {
        assertThat(SearchFilter.parse(filter).matches(SUBJECT)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "name",
                "name = chat",
                "name = 'a' OR name = 'b'",
                "name = 'a' AND",
                "AND name = 'a'",
                "name = 'a' name = 'b'",
                "name > 'a'",
                "colour = 'a'",
                "name = 'a",
                "name IN ()",
                "name IN ('a',)",
                "name IN 'a'"
            })
    void these_are_refused(String filter) {
        assertThatThrownBy(() -> SearchFilter.parse(filter).matches(SUBJECT))
                .isInstanceOf(EngineException.class);
    }

    @Test
    void pages_follow_each_other_to_the_last() {
        SearchPage<Integer> first = SearchPage.of(List.of(1, 2, 3), 2, "");
        SearchPage<Integer> last = SearchPage.of(List.of(1, 2, 3), 2, first.nextToken());
        assertThat(first.items()).containsExactly(1, 2);
        assertThat(last).isEqualTo(new SearchPage<>(List.of(3), ""));
        assertThatThrownBy(() -> SearchPage.of(List.of(1), 1, "!!"))
                .isInstanceOf(EngineException.class);
    }
}
