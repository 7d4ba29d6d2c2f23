package dev.modeldeck.app.endpoints;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldeck.engine.Machine;
import dev.modeldeck.engine.endpoints.ServedEntity;
import dev.modeldeck.engine.registry.ModelName;
import dev.modeldeck.engine.registry.ModelVersion;
import dev.modeldeck.engine.registry.quality.QualityReport;

import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.value.ObservableValue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Consumer;

class EntityViewModelTest {

    @TempDir Path folder;

    private final Known known = new Known();
    private SampleEndpoints sample;
    private EntityViewModel model;

    @BeforeEach
    void open() throws Exception {
        sample = new SampleEndpoints(folder);
        model =
                new EntityViewModel(
                        () -> sample.registry.models().get(), known, SampleEndpoints.CPU);
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
    void an_encoder_is_not_offered_four_bits() {
        model.model().set(SampleEndpoints.CHAT);
        assertThat(model.dtypes()).contains("int8", "int4");
        model.dtype().set("int4");
        model.model().set(SampleEndpoints.READER);
        assertThat(model.dtypes()).contains("int8").doesNotContain("int4");
        assertThat(model.dtype().get()).isEqualTo("auto");
        long weights = need() - (280L << 20);
        model.dtype().set("bf16");
        assertThat(need() - (280L << 20)).isBetween(weights / 2, weights);
    }

    @Test
    void smaller_language_models_may_guess_and_take_memory_too() {
        model.choose(SampleEndpoints.CHAT, 2);
        assertThat(model.drafts().offered())
                .extracting(DraftChoice::draft)
                .containsExactly(null, new ServedEntity.Draft(SampleEndpoints.SMALL, 1));
        long alone = need();
        model.drafts().chosen().set(model.drafts().offered().getLast());
        assertThat(need()).isGreaterThan(alone);
        ServedEntity entity = model.entity();
        assertThat(entity.compute().draft())
                .isEqualTo(new ServedEntity.Draft(SampleEndpoints.SMALL, 1));
        model.model().set(SampleEndpoints.READER);
        assertThat(model.drafts().offered()).containsExactly(DraftChoice.NONE);
        assertThat(model.entity().compute().draft()).isNull();
        model.fill(entity, 100, List.of(SampleEndpoints.CPU));
        assertThat(model.entity()).isEqualTo(entity);
    }

    @Test
    void a_draft_model_that_is_registered_no_more_is_kept_as_it_was() {
        model.choose(SampleEndpoints.CHAT, 2);
        ServedEntity before = model.entity();
        ServedEntity.Draft gone = new ServedEntity.Draft(ModelName.parse("main.default.gone"), 3);
        ServedEntity served =
                new ServedEntity(
                        before.name(),
                        before.source(),
                        new ServedEntity.Compute("cpu", "auto", 0, 4, 0, gone),
                        before.workloadSize(),
                        false,
                        Map.of());
        model.fill(served, 100, List.of(SampleEndpoints.CPU));
        assertThat(model.entity()).isEqualTo(served);
    }

    @Test
    void memory_is_priced_anew_with_every_choice_that_changes_it() {
        model.device().set(SampleEndpoints.CARD);
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
        model.dtype().set("fp16");
        assertThat(need()).isEqualTo(weights + token * 1024 + (280L << 20));
        model.device().set(SampleEndpoints.CPU);
        assertThat(need()).isGreaterThanOrEqualTo(weights + 2 * token * 1024 + (280L << 20));
    }

    @Test
    void a_size_says_how_many_requests_it_stands_for() {
        model.choose(SampleEndpoints.CHAT, 2);
        assertThat(model.workloadSizeInWords()).isEqualTo("Small: up to 4 at once");
        model.concurrency().set(17);
        assertThat(model.workloadSizeInWords()).isEqualTo("Large: more than 16 at once");
        model.fill(served("cpu"), 100, List.of(SampleEndpoints.CPU));
        assertThat(model.workloadSizeInWords()).isEqualTo("Small");
    }

    @Test
    void a_data_type_says_what_its_weights_take_and_what_it_trades() {
        model.choose(SampleEndpoints.CHAT, 1);
        assertThat(model.precisions().inList("int8"))
                .isEqualTo(
                        "int8: 1.2 GB of weights; about half of bf16, nearly the same answers;"
                                + " x86 processors only");
        model.device().set(SampleEndpoints.CARD);
        assertThat(model.precisions().inList("bf16"))
                .startsWith("bf16: 1.9 GB of weights; half of f32");
        model.model().set(SampleEndpoints.CLASSIFIER);
        assertThat(model.precisions().inList("int4")).contains("compute as they are stored");
    }

    @Test
    void a_data_type_says_how_fast_it_can_be_once_the_memory_was_measured() {
        model.choose(SampleEndpoints.CHAT, 1);
        known.memorySpeed.set(OptionalDouble.of(5e10));
        assertThat(model.precisions().inList("int8")).contains("; up to 50 tokens/s; ");
        assertThat(model.precisions().chosen("f32"))
                .isEqualTo(
                        "Precision f32: 3.7 GB of weights; exact, and the largest. Up to about 13"
                                + " tokens/s: an estimate, limited by how fast this machine reads its"
                                + " memory.");
        model.device().set(SampleEndpoints.CARD);
        assertThat(model.precisions().inList("bf16")).doesNotContain("tokens/s");
    }

    @Test
    void a_data_type_says_how_far_it_was_from_float32_where_that_was_measured() {
        model.choose(SampleEndpoints.CHAT, 2);
        known.tell();
        assertThat(model.precisions().inList("int8")).endsWith("; KL 0.0067 nats to f32, measured");
        assertThat(model.precisions().chosen("int8"))
                .endsWith(" KL divergence from f32: 0.0067 nats, measured.");
        assertThat(model.precisions().inList("f32")).doesNotContain("measured");
        assertThat(model.precisions().inList("int4")).doesNotContain("measured");
        model.choose(SampleEndpoints.CHAT, 1);
        assertThat(model.precisions().inList("int8")).doesNotContain("measured");
    }

    @Test
    void what_was_measured_of_another_version_comes_too_late() {
        model.choose(SampleEndpoints.CHAT, 2);
        model.choose(SampleEndpoints.CHAT, 1);
        known.tell();
        assertThat(model.quality().get()).isEmpty();
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
        ServedEntity served = served("cuda:0");
        model.fill(served, 70, List.of(SampleEndpoints.CPU, SampleEndpoints.CARD));
        assertThat(model.entity()).isEqualTo(served);
        assertThat(model.percentage().get()).isEqualTo(70);
    }

    @Test
    void a_device_that_is_gone_is_not_exchanged_for_another_unasked() {
        model.fill(served("cuda:7"), 100, List.of(SampleEndpoints.CPU, SampleEndpoints.CARD));
        assertThat(model.device().get().label()).isEqualTo("cuda:7, not in this machine");
        assertThat(model.complaint())
                .contains("This machine has no cuda:7. Choose another device.");
        assertThat(model.need().get()).isEmpty();
        model.device().set(SampleEndpoints.CPU);
        assertThat(model.complaint()).isEmpty();
    }

    @Test
    void a_device_says_which_it_is_and_what_it_has_free() {
        assertThat(model.inWords(SampleEndpoints.CPU)).isEqualTo("CPU, 8 cores, 4.0 GB free");
        assertThat(model.inWords(SampleEndpoints.CARD)).isEqualTo("A card (cuda:0), 70.0 GB free");
    }

    @Test
    void a_card_needs_libraries_ours_or_the_persons_own() {
        model.choose(SampleEndpoints.CHAT, 2);
        model.device().set(new Machine.Compute("cuda:0", "A card", 80L << 30, 70L << 30, false));
        assertThat(model.complaint().orElseThrow()).contains("Fetch them in Settings");
        model.environment().set("PYTORCH_LIBRARY_PATH=/opt/torch/lib");
        assertThat(model.complaint()).isEmpty();
    }

    private ServedEntity served(String device) {
        return new ServedEntity(
                "answers",
                SampleEndpoints.CHAT,
                2,
                new ServedEntity.Compute(device, "bf16", 2048, 9, 3_000_000_001L, null),
                "Small",
                true,
                Map.of("OMP_NUM_THREADS", "1"));
    }

    private long need() {
        return model.need().get().orElseThrow().total();
    }

    /** Tells what was measured when the test says so. */
    private static final class Known implements EntityViewModel.Known {

        private final ObjectProperty<OptionalDouble> memorySpeed =
                new SimpleObjectProperty<>(OptionalDouble.empty());
        private final List<Runnable> asked = new ArrayList<>();

        @Override
        public ObservableValue<OptionalDouble> memorySpeed() {
            return memorySpeed;
        }

        @Override
        public void quality(ModelVersion version, Consumer<List<QualityReport>> told) {
            asked.add(() -> told.accept(SampleEndpoints.FACTS.quality().apply(version)));
        }

        void tell() {
            asked.forEach(Runnable::run);
        }
    }
}
