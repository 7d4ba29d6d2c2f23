package dev.modeldeck.engine.endpoints;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.registry.ModelName;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;

class ServedEntityTest {

    @Test
    void variables_that_no_process_can_have_are_refused() {
        for (Map<String, String> variables :
                List.of(Map.of("A=B", "x"), Map.of("", "x"), Map.of("A", "x\0y"))) {
            assertThatExceptionOfType(EngineException.class)
                    .isThrownBy(() -> entity(variables))
                    .withMessageContaining("environment variable");
        }
        assertThat(entity(Map.of("OMP_NUM_THREADS", "1")).environment()).hasSize(1);
    }

    @Test
    void a_server_is_found_by_its_number_where_it_has_one_whatever_its_name_is_by_now() {
        assertThat(new ServedEntity.Connected("7", "old name").isAt("7", "new name")).isTrue();
        assertThat(new ServedEntity.Connected("8", "new name").isAt("7", "new name")).isFalse();
        assertThat(new ServedEntity.Connected("", "new name").isAt("7", "new name")).isTrue();
    }

    private static ServedEntity entity(Map<String, String> variables) {
        return new ServedEntity(
                "chat-1",
                ModelName.parse("main.default.chat"),
                1,
                ServedEntity.Compute.cpu(),
                "Small",
                false,
                variables);
    }
}
