package dev.modeldeck.app.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldeck.app.fx.Work;
import dev.modeldeck.app.settings.CardsViewModel.Phase;
import dev.modeldeck.engine.Machine;
import dev.modeldeck.engine.cuda.CudaState;
import dev.modeldeck.engine.kernel.Problem;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

@Timeout(30)
class CardsViewModelTest {

    static final Machine WITH_CARDS =
            new Machine(
                    "Test processor",
                    8,
                    16L << 30,
                    9L << 30,
                    120L << 30,
                    List.of(
                            new Machine.Compute("cpu", "CPU, 8 cores", 16L << 30, 9L << 30, true),
                            new Machine.Compute("cuda:0", "NVIDIA L4", 24L << 30, 22L << 30, true),
                            new Machine.Compute("cuda:1", "NVIDIA L4", 24L << 30, 1L << 30, true)));

    private final LinkedBlockingQueue<Runnable> thread = new LinkedBlockingQueue<>();
    private final Work work = new Work(thread::add);
    private final FakeCuda cuda = new FakeCuda();
    private final CardsViewModel model = new CardsViewModel(cuda.door(), work);

    @AfterEach
    void close() {
        model.close();
        work.close();
    }

    @Test
    void without_a_card_nothing_is_offered() {
        model.show(FakeEngine.MACHINE);
        assertThat(model.cards()).isEmpty();
        assertThat(model.phaseProperty().get())
                .isEqualTo(new Phase.Idle("Not here. They would be of no use without a card."));
    }

    @Test
    void what_an_earlier_try_has_left_can_be_deleted_without_a_card() throws Exception {
        model.show(FakeEngine.MACHINE);
        cuda.state.set(new CudaState.Absent(1L << 29));
        until(() -> model.phaseProperty().get() instanceof Phase.Leftover);
        assertThat(model.phaseProperty().get().words()).startsWith("512 MB of them have arrived");
        model.remove();
        until(() -> cuda.asked.contains("remove"));
    }

    @Test
    void cards_say_what_they_are_called_and_have_free() {
        model.show(WITH_CARDS);
        assertThat(model.cards())
                .containsExactly(
                        "NVIDIA L4 (cuda:0): 22.0 GB of 24.0 GB are free",
                        "NVIDIA L4 (cuda:1): 1.0 GB of 24.0 GB are free");
        assertThat(model.phaseProperty().get()).isInstanceOf(Phase.Unpriced.class);
        assertThat(cuda.asked).isEmpty();
    }

    @Test
    void the_size_is_told_before_anything_is_fetched() throws Exception {
        model.show(WITH_CARDS);
        model.price();
        assertThat(model.phaseProperty().get()).isInstanceOf(Phase.Asking.class);
        until(() -> model.phaseProperty().get() instanceof Phase.Priced);
        Phase.Priced priced = (Phase.Priced) model.phaseProperty().get();
        assertThat(priced.action()).isEqualTo("Fetch 2.5 GB");
        assertThat(priced.words()).contains("about 7.5 GB are needed");
        assertThat(cuda.asked).isEmpty();
        model.show(WITH_CARDS);
        assertThat(model.phaseProperty().get()).as("looked at anew meanwhile").isEqualTo(priced);
        model.fetch();
        until(() -> cuda.asked.contains("fetch"));
    }

    @Test
    void progress_is_told_step_by_step_and_can_be_cancelled() throws Exception {
        model.show(WITH_CARDS);
        cuda.state.set(new CudaState.Fetching(CudaState.Step.DOWNLOADING, 1L << 29, 5L << 29));
        until(() ->
                model.phaseProperty()
                        .get()
                        .equals(new Phase.Fetching("512 MB of 2.5 GB have arrived", 0.2)));
        cuda.state.set(new CudaState.Fetching(CudaState.Step.UNPACKING, 1L << 30, 4L << 30));
        until(() ->
                model.phaseProperty()
                        .get()
                        .equals(new Phase.Fetching("Unpacking: 1.0 GB of 4.0 GB", 0.25)));
        model.cancel();
        until(() -> cuda.asked.contains("cancel"));
        cuda.state.set(new CudaState.Absent(1L << 29));
        until(() ->
                model.phaseProperty()
                        .get()
                        .words()
                        .equals(
                                "Not here yet: 512 MB have arrived. Fetching goes on where it ended."));
    }

    @Test
    void what_is_here_can_be_deleted() throws Exception {
        cuda.state.set(new CudaState.Present("PyTorch 2.7.1 for CUDA 12.9", 4L << 30));
        until(() -> model.phaseProperty().get() instanceof Phase.Present);
        assertThat(model.phaseProperty().get().words())
                .isEqualTo(
                        "Here: PyTorch 2.7.1 for CUDA 12.9, 4.0 GB. Endpoints can choose a card.");
        model.remove();
        until(() -> cuda.asked.contains("remove"));
    }

    @Test
    void what_goes_wrong_is_said_and_what_has_arrived() throws Exception {
        cuda.reachable = false;
        model.show(WITH_CARDS);
        model.price();
        until(() -> model.phaseProperty().get() instanceof Phase.Failed);
        assertThat(model.phaseProperty().get().words()).endsWith("cannot be reached.");
        cuda.state.set(
                new CudaState.Failed(new Problem.Unavailable("The connection broke."), 1L << 29));
        until(() ->
                model.phaseProperty()
                        .get()
                        .words()
                        .equals("The connection broke. What has arrived, 512 MB, is kept."));
    }

    @Test
    void a_system_without_libraries_is_told() throws Exception {
        cuda.state.set(new CudaState.Unsupported());
        until(() -> model.phaseProperty().get().words().startsWith("There are none"));
        assertThat(model.phaseProperty().get()).isInstanceOf(Phase.Idle.class);
    }

    private void until(BooleanSupplier condition) throws InterruptedException {
        while (!condition.getAsBoolean()) {
            Runnable next = thread.poll(20, TimeUnit.MILLISECONDS);
            if (next != null) {
                next.run();
            }
        }
    }
}
