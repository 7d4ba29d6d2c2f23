package dev.modeldeck.app.models;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldeck.app.fx.Work;
import dev.modeldeck.app.models.RegisterViewModel.Step;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.registry.ModelVersion;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

class RegisterViewModelTest {

    @TempDir Path folder;

    private final LinkedBlockingQueue<Runnable> thread = new LinkedBlockingQueue<>();
    private final Work work = new Work(thread::add);
    private SampleRegistry sample;
    private RegisterViewModel model;

    @BeforeEach
    void open() {
        sample = new SampleRegistry(folder);
        model = new RegisterViewModel(sample.registry, () -> SampleRegistry.MACHINE, "you", work);
    }

    @AfterEach
    void close() {
        work.close();
        sample.close();
    }

    @Test
    void what_was_found_is_shown_before_anything_is_registered() throws Exception {
        model.inspect(sample.files("My chat 1.5"));
        until(step -> step instanceof Step.Confirming);
        assertThat(model.nameProperty().get()).isEqualTo("main.default.my-chat-1-5");
        assertThat(model.checkName()).isEqualTo(new RegisterViewModel.NameCheck("", 1));
        assertThat(sample.registry.models().get()).isEmpty();
    }

    @Test
    void confirming_registers_as_the_person_chose() throws Exception {
        model.inspect(sample.files("chat"));
        until(step -> step instanceof Step.Confirming);
        model.storageProperty().set(ModelVersion.Storage.REFERENCED);
        model.descriptionProperty().set("A first try");
        model.register();
        until(step -> step instanceof Step.Done);
        ModelVersion version = ((Step.Done) model.stepProperty().get()).version();
        assertThat(version.storage()).isEqualTo(ModelVersion.Storage.REFERENCED);
        assertThat(version.description()).isEqualTo("A first try");
        assertThat(version.creator()).isEqualTo("you");
        assertThat(model.checkName().version()).isEqualTo(2);
    }

    @Test
    void what_is_being_registered_goes_on_whatever_else_is_asked_for() throws Exception {
        model.inspect(sample.files("chat"));
        until(step -> step instanceof Step.Confirming);
        model.register();
        model.begin(null);
        model.inspect(sample.files("table"));
        assertThat(model.stepProperty().get()).isInstanceOf(Step.Working.class);
        until(step -> step instanceof Step.Done);
        assertThat(sample.registry.models().get()).hasSize(1);
    }

    @Test
    void what_cannot_be_run_is_refused_with_the_reason() throws Exception {
        model.inspect(sample.files("pickle"));
        until(step -> step instanceof Step.Refused);
        assertThat(((Step.Refused) model.stepProperty().get()).reason()).contains("TorchScript");
    }

    @Test
    void a_missing_folder_is_a_problem_that_leads_back_to_choosing() throws Exception {
        model.inspect(folder.resolve("nowhere"));
        until(step -> step instanceof Step.Failed);
        assertThat(((Step.Failed) model.stepProperty().get()).problem())
                .isInstanceOf(Problem.class);
        model.cancel();
        assertThat(model.stepProperty().get()).isEqualTo(new Step.Choosing());
    }

    @Test
    void a_name_with_two_parts_is_complained_about() throws Exception {
        model.inspect(sample.files("chat"));
        until(step -> step instanceof Step.Confirming);
        model.nameProperty().set("main.chat");
        assertThat(model.checkName().complaint()).contains("catalog.schema.model");
        model.register();
        assertThat(model.stepProperty().get()).isInstanceOf(Step.Failed.class);
        model.cancel();
        assertThat(model.stepProperty().get()).isInstanceOf(Step.Confirming.class);
    }

    private void until(Predicate<Step> condition) throws InterruptedException {
        while (!condition.test(model.stepProperty().get())) {
            Runnable task = thread.poll(10, TimeUnit.SECONDS);
            assertThat(task).as("an outcome").isNotNull();
            task.run();
        }
    }
}
