package dev.modeldeck.engine.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.modeldeck.engine.kernel.EngineException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretRefTest {

    @Test
    void a_reference_is_read_as_it_is_written() {
        SecretRef ref = new SecretRef("my-scope_1", "a.b@c");
        assertThat(ref.text()).isEqualTo("{{secrets/my-scope_1/a.b@c}}");
        assertThat(SecretRef.parse(" " + ref.text() + "\n")).isEqualTo(ref);
        assertThat(new SecretRef("s".repeat(128), "k").text()).contains("ss");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sk-geheim",
                "{{secrets/geheim}}",
                "{{secrets/a/geheim/c}}",
                "{{secrets//geheim}}",
                "{{secrets/a/geheim b}}",
                "x{{secrets/a/geheim}}",
                "{{secret/a/geheim}}"
            })
    void what_is_no_reference_is_refused_without_repeating_it(String text) {
        assertThatThrownBy(() -> SecretRef.parse(text))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("{{secrets/scope/key}}")
                .hasMessageNotContaining("geheim");
    }

    @Test
    void names_follow_the_rules_of_databricks() {
        assertThatThrownBy(() -> new SecretRef("", "k")).hasMessageContaining("The scope");
        assertThatThrownBy(() -> new SecretRef("s".repeat(129), "k")).hasMessageContaining("128");
        assertThatThrownBy(() -> new SecretRef("s", "ü")).hasMessageContaining("The key");
    }
}
