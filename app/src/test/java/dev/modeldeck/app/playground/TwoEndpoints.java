package dev.modeldeck.app.playground;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldeck.app.fx.Work;
import dev.modeldeck.engine.endpoints.EndpointState;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A playground with two endpoints, whose outcomes are delivered when a test wants them. */
abstract class TwoEndpoints {

    @TempDir Path folder;

    final LinkedBlockingQueue<Runnable> outcomes = new LinkedBlockingQueue<>();
    final FakeEngine engine = new FakeEngine();
    PlaygroundViewModel model;

    @BeforeEach
    void open() {
        model = fresh();
        model.offer(
                List.of(
                        FakeEngine.endpoint("one", EndpointState.READY),
                        FakeEngine.endpoint("two", EndpointState.READY)));
    }

    @AfterEach
    void close() {
        model.close();
    }

    PlaygroundViewModel fresh() {
        return new PlaygroundViewModel(
                new Work(outcomes::add),
                engine,
                new ConversationStore(folder),
                "me",
                endpoint -> new ColumnKind.Chat());
    }

    /** Runs what is delivered until the condition holds. */
    void until(BooleanSupplier condition) throws InterruptedException {
        while (!condition.getAsBoolean()) {
            Runnable outcome = outcomes.poll(10, TimeUnit.SECONDS);
            assertThat(outcome).as("something is delivered").isNotNull();
            outcome.run();
        }
    }

    void ask(String text) throws InterruptedException {
        model.prompt().set(text);
        model.send();
        until(() -> !model.running().get());
    }

    List<MessageViewModel> messages(int column) {
        return model.columns().get(column).messages();
    }
}
