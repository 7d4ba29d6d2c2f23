package dev.modeldeck.engine.connections;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldeck.engine.wire.Json;

import org.junit.jupiter.api.Test;

import java.util.List;

class ChangeTest {

    @Test
    void elements_with_names_are_compared_by_them_whatever_their_order() {
        assertThat(
                        between(
                                "{\"e\":[{\"name\":\"a\",\"x\":1},{\"name\":\"b\",\"x\":2}]}",
                                "{\"e\":[{\"name\":\"b\",\"x\":2},{\"name\":\"a\",\"x\":3},{\"name\":\"c\"}]}"))
                .containsExactly(
                        new Change("e[a].x", "1", "3"), new Change("e[c].name", "", "\"c\""));
    }

    @Test
    void elements_without_names_of_their_own_are_compared_by_their_place() {
        assertThat(between("{\"e\":[1,2]}", "{\"e\":[1,3]}"))
                .containsExactly(new Change("e[1]", "2", "3"));
        assertThat(
                        between(
                                "{\"e\":[{\"name\":\"a\"},{\"name\":\"a\"}]}",
                                "{\"e\":[{\"name\":\"a\"},{\"name\":\"a\",\"x\":false}]}"))
                .containsExactly(new Change("e[1].x", "", "false"));
    }

    @Test
    void false_nothing_and_an_empty_object_are_three_things() {
        assertThat(between("{\"a\":false}", "{}")).containsExactly(new Change("a", "false", ""));
        assertThat(between("{}", "{\"a\":{}}")).containsExactly(new Change("a", "", "{}"));
        assertThat(between("{\"a\":{}}", "{\"a\":{}}")).isEmpty();
    }

    private static List<Change> between(String before, String after) {
        return Change.between(Json.parse(before), Json.parse(after));
    }
}
