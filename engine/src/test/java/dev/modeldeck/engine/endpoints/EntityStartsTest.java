package dev.modeldeck.engine.endpoints;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.modeldeck.engine.kernel.EndpointName;
import dev.modeldeck.engine.registry.Inspection;
import dev.modeldeck.engine.registry.ModelName;
import dev.modeldeck.engine.registry.Signature;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;

class EntityStartsTest {

    private static final ModelName READER = ModelName.parse("main.default.reader");

    private final EntityStarts starts =
            new EntityStarts(
                    (name, number) ->
                            name.equals(READER)
                                    ? Samples.encoder(
                                            Inspection.Task.EMBEDDING,
                                            new Signature(List.of(), List.of(), ""))
                                    : Samples.versions().version(name, number),
                    (name, entity) -> {
                        throw new AssertionError("nothing is started");
                    });

    @Test
    void a_draft_model_must_be_there_and_run() {
        assertThat(prepared(drafted(Samples.CHAT))).isEqualTo(drafted(Samples.CHAT));
        assertThatThrownBy(() -> prepared(drafted(Samples.GONE)))
                .hasMessageContaining("There is no model");
        assertThatThrownBy(() -> prepared(drafted(Samples.PICKLED)))
                .hasMessageContaining("version 2 cannot be served");
    }

    private ServedEntity prepared(ServedEntity entity) {
        return starts.prepared(new EndpointName("e"), entity);
    }

    @Test
    void only_language_models_guess() {
        assertThatThrownBy(() -> prepared(drafted(READER)))
                .hasMessageContaining("must both be language models");
    }

    @Test
    void nobody_guesses_for_himself() {
        ServedEntity entity = drafted(Samples.CHAT, 1);
        assertThatThrownBy(() -> prepared(entity)).hasMessageContaining("guesses for itself");
    }

    @Test
    void a_draft_model_is_needed_as_much_as_what_is_served() {
        ServedEntity entity = drafted(READER);
        assertThat(entity.needs(Samples.CHAT, 1)).isTrue();
        assertThat(entity.needs(Samples.CHAT, 2)).isFalse();
        assertThat(entity.needs(READER, 2)).isTrue();
        assertThat(entity.needs(READER, 1)).isFalse();
    }

    private static ServedEntity drafted(ModelName draft) {
        return drafted(draft, 2);
    }

    private static ServedEntity drafted(ModelName draft, int version) {
        return new ServedEntity(
                "one",
                Samples.CHAT,
                1,
                new ServedEntity.Compute(
                        "cpu", "auto", 0, 4, 0, new ServedEntity.Draft(draft, version)),
                "",
                false,
                Map.of());
    }
}
