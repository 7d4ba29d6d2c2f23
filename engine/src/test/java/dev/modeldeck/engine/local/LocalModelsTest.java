package dev.modeldeck.engine.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.modeldeck.engine.kernel.EngineException;

import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.util.List;

class LocalModelsTest {

    @Test
    void a_device_that_is_not_here_is_named_with_those_that_are() {
        LocalModelSpec spec =
                new LocalModelSpec(
                        Path.of("model"),
                        LocalModelSpec.Kind.TEXT,
                        "cuda:97",
                        "auto",
                        0,
                        1,
                        0,
                        null,
                        List.of(),
                        List.of());

        EngineException refused =
                catchThrowableOfType(
                        EngineException.class, () -> LocalModels.open(spec, (_, _) -> {}));

        assertThat(refused.problem().message())
                .startsWith("There is no device \"cuda:97\" on this machine, which has: cpu");
    }
}
