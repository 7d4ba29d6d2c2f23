package dev.modeldeck.app.endpoints;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldeck.engine.endpoints.ServedEntity;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

class EntityViewModelTest {

    @TempDir Path folder;

    private SampleEndpoints sample;
    private EntityViewModel model;

    @BeforeEach
    void open() throws Exception {
        sample = new SampleEndpoints(folder);
        model = new EntityViewModel(sample.registry::find, SampleEndpoints.CPU);
    }

    @AfterEach
    void close() {
        sample.close();
    }

    @Test
    void a_model_offers_its_versions_and_chooses_the_champion() {
        model.model().set(SampleEndpoints.CHAT);
        assertThat(model.versions())
                .extracting(VersionChoice::toString)
                .containsExactly("Version 2", "Version 1  @champion");
        assertThat(model.version().get().version().number()).isEqualTo(1);
        assertThat(model.effectiveName()).isEqualTo("deck-chat-1");
        model.model().set(SampleEndpoints.CLASSIFIER);
        assertThat(model.effectiveName()).isEqualTo("classifier-1");
    }

    @Test
    void memory_is_priced_anew_with_every_choice_that_changes_it() {
        model.choose(SampleEndpoints.CHAT, 2);
        long weights = 2_000_000_000L;
        long token = 2L * 16 * 8 * 64 * 2;
        assertThat(need()).isEqualTo(weights + token * 4096 * 4 + (280L << 20));
        model.contextLength().set(1024);
        assertThat(need()).isEqualTo(weights + token * 1024 * 4 + (280L << 20));
        model.concurrency().set(1);
        assertThat(need()).isEqualTo(weights + token * 1024 + (280L << 20));
        model.dtype().set("f32");
        assertThat(need()).isEqualTo(2 * weights + 2 * token * 1024 + (280L << 20));
        assertThat(fit().fits()).isFalse();
        assertThat(fit().sentence()).contains("only 4.0 GB are free");
        model.device().set(SampleEndpoints.CARD);
        assertThat(fit().fits()).isTrue();
        assertThat(need()).isEqualTo(2 * weights + 2 * token * 1024 + (280L << 20));
    }

    @Test
    void a_context_that_the_next_model_cannot_hold_is_given_up() {
        model.choose(SampleEndpoints.CHAT, 1);
        model.contextLength().set(4000);
        model.model().set(SampleEndpoints.CLASSIFIER);
        assertThat(model.contextLength().get()).isZero();
        assertThat(model.complaint()).isEmpty();
    }

    @Test
    void what_is_wrong_is_said_in_a_sentence() {
        assertThat(model.complaint()).contains("Choose a model and a version.");
        model.choose(SampleEndpoints.CHAT, 1);
        model.contextLength().set(5000);
        assertThat(model.complaint()).contains("This model's context is at most 4096 tokens.");
        model.contextLength().set(0);
        model.environment().set("OMP_NUM_THREADS=1\nnonsense");
        assertThat(model.complaint()).contains("\"nonsense\" is not NAME=value.");
    }

    @Test
    void an_entity_that_is_served_comes_back_as_it_was() {
        ServedEntity served =
                new ServedEntity(
                        "answers",
                        SampleEndpoints.CHAT,
                        2,
                        new ServedEntity.Compute("cuda:0", "bf16", 2048, 9, 3L << 30),
                        "Medium",
                        false,
                        Map.of("OMP_NUM_THREADS", "1"));
        model.fill(served, 70, List.of(SampleEndpoints.CPU, SampleEndpoints.CARD));
        assertThat(model.entity()).isEqualTo(served);
        assertThat(model.percentage().get()).isEqualTo(70);
    }

    private MemoryFit fit() {
        return model.fit().get().orElseThrow();
    }

    private long need() {
        return fit().estimate().total();
    }
}
