package dev.modeldeck.app.logs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldeck.app.fx.Work;
import dev.modeldeck.engine.gateway.DialectCalls;
import dev.modeldeck.engine.gateway.snippet.SampleGateway;
import dev.modeldeck.engine.requestlog.CallFilter;
import dev.modeldeck.engine.requestlog.LoggedCall;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

class DetailViewModelTest {

    @TempDir Path folder;

    private final LinkedBlockingQueue<Runnable> outcomes = new LinkedBlockingQueue<>();
    private final List<DialectCalls.Call> sent = new CopyOnWriteArrayList<>();
    private final CountDownLatch interrupted = new CountDownLatch(1);
    private volatile boolean endless;
    private SampleLog sample;
    private final Work work = new Work(outcomes::add);
    private DetailViewModel model;

    @BeforeEach
    void open() throws Exception {
        sample = new SampleLog(folder, 0);
        sample.call("triage", 200);
        model =
                new DetailViewModel(
                        work,
                        sample.log,
                        this::send,
                        "me",
                        () -> new SampleGateway(URI.create("http://127.0.0.1:8765"), false));
        model.show(sample.log.page(CallFilter.all(), 0, 1).getFirst(), problem -> {});
        until(() -> model.detail().get().isPresent());
    }

    @AfterEach
    void close() {
        work.close();
        sample.close();
    }

    @Test
    void a_call_is_sent_again_as_it_was_through_the_door_named_replay() throws Exception {
        List<DialectCalls.Outcome> done = new ArrayList<>();
        model.replay(done::add, problem -> {});
        assertThat(model.replaying().get()).isTrue();
        until(() -> !done.isEmpty());
        assertThat(model.replaying().get()).isFalse();
        assertThat(done.getFirst().status()).isEqualTo(200);
        assertThat(sent)
                .containsExactly(
                        new DialectCalls.Call(
                                "replay", "databricks", "me", "triage", SampleLog.BODY));
    }

    @Test
    void a_replay_can_be_stopped() throws Exception {
        endless = true;
        model.replay(outcome -> {}, problem -> {});
        model.stopReplay();
        assertThat(model.replaying().get()).isFalse();
        assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void the_command_for_a_shell_names_the_gateway_and_the_body() {
        assertThat(model.curl().orElseThrow())
                .contains("http://127.0.0.1:8765/serving-endpoints/triage/invocations")
                .contains("dataframe_split");
    }

    @Test
    void nothing_chosen_is_nothing_shown() {
        model.show(null, problem -> {});
        assertThat(model.detail().get()).isEmpty();
        assertThat(model.curl()).isEmpty();
    }

    @Test
    void a_read_that_was_overtaken_does_not_arrive() throws Exception {
        sample.call("second", 200);
        sample.call("third", 200);
        model.show(call(1), problem -> {});
        Runnable late = outcomes.poll(10, TimeUnit.SECONDS);
        model.show(call(0), problem -> {});
        until(() -> "third".equals(shown()));
        late.run();
        assertThat(shown()).isEqualTo("third");
        assertThat(model.sequence()).isEqualTo(3);
    }

    @Test
    void a_read_that_ends_after_closing_leaves_nothing_and_can_be_asked_for_again()
            throws Exception {
        sample.call("second", 200);
        model.show(call(0), problem -> {});
        Runnable late = outcomes.poll(10, TimeUnit.SECONDS);
        model.show(null, problem -> {});
        late.run();
        assertThat(model.detail().get()).isEmpty();
        model.show(call(0), problem -> {});
        until(() -> "second".equals(shown()));
    }

    @Test
    void the_answer_to_a_replay_is_not_told_under_another_call() throws Exception {
        endless = true;
        sample.call("second", 200);
        List<DialectCalls.Outcome> done = new ArrayList<>();
        model.replay(done::add, problem -> {});
        model.show(call(0), problem -> {});
        assertThat(model.replaying().get()).isFalse();
        assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
        until(() -> "second".equals(shown()));
        work.close();
        outcomes.forEach(Runnable::run);
        assertThat(done).isEmpty();
    }

    private LoggedCall call(int row) {
        return sample.log.page(CallFilter.all(), row, 1).getFirst();
    }

    private String shown() {
        return model.detail().get().map(shown -> shown.call().endpoint()).orElse("");
    }

    private DialectCalls.Outcome send(DialectCalls.Call call) {
        sent.add(call);
        if (endless) {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.countDown();
            }
        }
        return new DialectCalls.Outcome("r1", 200, "{}", "one", 3, null);
    }

    private void until(BooleanSupplier condition) throws InterruptedException {
        while (!condition.getAsBoolean()) {
            Runnable outcome = outcomes.poll(10, TimeUnit.SECONDS);
            assertThat(outcome).as("something is delivered").isNotNull();
            outcome.run();
        }
    }
}
