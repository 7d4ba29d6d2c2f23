package dev.modeldeck.engine.endpoints;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.modeldeck.engine.endpoints.EndpointCalls.Answer;
import dev.modeldeck.engine.endpoints.FakeWorkers.Worker;
import dev.modeldeck.engine.inference.CallRecord;
import dev.modeldeck.engine.inference.ChunkListener;
import dev.modeldeck.engine.inference.Usage;
import dev.modeldeck.engine.kernel.EndpointName;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.kernel.RequestId;
import dev.modeldeck.engine.storage.Database;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

class EndpointCallsTest {

    private static final EndpointName NAME = new EndpointName("chat");

    @TempDir private Path folder;
    private final FakeWorkers workers = new FakeWorkers();
    private final HeardCalls heard = new HeardCalls();
    private Database database;
    private Endpoints endpoints;
    private EndpointCalls calls;
    private volatile Duration limit = Duration.ofSeconds(60);

    @BeforeEach
    void open() {
        database = Database.open(folder.resolve("test.db"));
        endpoints = Endpoints.open(database, Samples.versions(), workers, Clock.systemUTC());
        calls =
                new EndpointCalls(
                        endpoints, List.of(heard), () -> limit, new Random(7)::nextDouble);
    }

    @AfterEach
    void close() {
        calls.close();
        endpoints.close();
        database.close();
    }

    @Test
    void a_call_is_answered_measured_and_told_once() {
        create(Samples.entity("a", 1));
        List<String> pieces = new ArrayList<>();
        AtomicReference<String> routed = new AtomicReference<>("");
        Answer answer =
                calls.call(
                        "chat",
                        Samples.chat(),
                        Samples.context(),
                        routed::set,
                        chunk -> pieces.add(chunk.text()));
        assertThat(answer.servedEntity()).isEqualTo("a");
        assertThat(routed).hasValue("a");
        assertThat(String.join("", pieces)).isEqualTo("Hello a");
        assertThat(heard.started).hasSize(1);
        CallRecord call = heard.only();
        assertThat(call.status()).isEqualTo(200);
        assertThat(call.problem()).isNull();
        assertThat(call.usage()).isEqualTo(new Usage(3, 2));
        assertThat(call.timeToFirstToken()).isNotNull().isLessThanOrEqualTo(call.latency());
        assertThat(call.result()).isNotNull();
        assertThat(call.partialAnswer()).isNull();
    }

    @Test
    void unknown_endpoints_are_named_beside_those_there_are() {
        create(Samples.entity("a", 1));
        assertThat(problem("nothing"))
                .isInstanceOf(Problem.NotFound.class)
                .extracting(Problem::message)
                .asString()
                .contains("\"nothing\"")
                .contains("There are: chat.");
        assertThat(heard.started).isEmpty();
        assertThat(heard.only().status()).isEqualTo(404);
    }

    @Test
    void stopped_loading_failed_and_crashed_each_have_their_sentence() {
        workers.readyAtOnce = false;
        endpoints.create(Samples.endpoint("chat", Samples.entity("a", 1)));
        assertThat(problem("chat").message()).contains("still being started");
        assertThat(problem("chat").status()).isEqualTo(503);
        workers.last().fail("No.");
        awaitState(EndpointState.UPDATE_FAILED);
        assertThat(problem("chat").message()).contains("could not be started");
        endpoints.start(NAME, "me");
        workers.last().becomeReady();
        awaitState(EndpointState.READY);
        workers.last().crash(1);
        assertThat(problem("chat").message()).contains("\"a\"").contains("being started again");
        assertThat(problem("chat").status()).isEqualTo(503);
        endpoints.stop(NAME, "me");
        assertThat(problem("chat").message()).contains("is stopped. Start it");
        assertThat(problem("chat").status()).isEqualTo(400);
    }

    @Test
    void a_crashed_entity_leaves_its_share_to_the_others() {
        create(split(50, 50), Samples.entity("a", 1), Samples.entity("b", 2));
        workers.of("a").crash(1);
        for (int i = 0; i < 20; i++) {
            assertThat(call().servedEntity()).isEqualTo("b");
        }
    }

    @Test
    void calls_are_split_by_their_shares() {
        create(split(80, 20), Samples.entity("a", 1), Samples.entity("b", 2));
        int toA = 0;
        for (int i = 0; i < 2000; i++) {
            toA += call().servedEntity().equals("a") ? 1 : 0;
        }
        assertThat(toA / 2000.0).isCloseTo(0.8, within(0.03));
    }

    @Test
    void an_entity_can_be_asked_by_name_whatever_its_share() {
        create(split(100, 0), Samples.entity("a", 1), Samples.entity("b", 2));
        assertThat(call().servedEntity()).isEqualTo("a");
        assertThat(
                        calls.call(
                                        new EndpointCalls.Addressee("chat", "b", ""),
                                        Samples.chat(),
                                        Samples.context(),
                                        name -> {},
                                        ChunkListener.none())
                                .servedEntity())
                .isEqualTo("b");
    }

    @Test
    void no_more_run_at_once_than_the_concurrency_and_the_queue_is_bounded() throws Exception {
        create(Samples.entity("a", Samples.CHAT, 1, 2));
        Worker worker = workers.last();
        worker.hold = new CountDownLatch(1);
        int places = 2 * (1 + Gate.QUEUE_PER_SLOT);
        List<Thread> callers = new ArrayList<>();
        for (int i = 0; i < places; i++) {
            callers.add(Thread.ofVirtual().start(this::call));
        }
        Await.until(
                "all are in",
                () ->
                        heard.started.size() == places
                                && worker.inside.get() == 2
                                && callers.stream()
                                        .allMatch(c -> c.getState() == Thread.State.WAITING));
        Problem full = awaitFull();
        assertThat(full.status()).isEqualTo(429);
        assertThat(full.message()).contains("queue is full").contains("Try again in");
        worker.hold.countDown();
        for (Thread caller : callers) {
            caller.join();
        }
        assertThat(worker.mostInside).hasValue(2);
        assertThat(heard.finished.stream().filter(c -> c.status() == 200)).hasSize(places);
        assertThat(heard.finished.stream().filter(c -> c.status() == 200))
                .anyMatch(c -> c.queued().toNanos() > 0);
    }

    private Problem awaitFull() {
        // the last of the callers may be just before the gate
        AtomicReference<Problem> found = new AtomicReference<>();
        Await.until(
                "the queue is full",
                () -> {
                    Thread caller =
                            Thread.ofVirtual()
                                    .start(() -> {
                                        try {
                                            call();
                                        } catch (EngineException e) {
                                            if (e.problem() instanceof Problem.Overloaded) {
                                                found.set(e.problem());
                                            } // else it waited, and was interrupted below
                                        }
                                    });
                    Await.until(
                            "refused or waiting",
                            () -> !caller.isAlive() || caller.getState() == Thread.State.WAITING);
                    caller.interrupt();
                    return found.get() != null;
                });
        return found.get();
    }

    @Test
    void a_call_over_the_time_limit_is_ended_with_what_it_said() {
        create(Samples.entity("a", 1));
        workers.last().behaviour = FakeBackends.speakThenHang(new CountDownLatch(1));
        limit = Duration.ofMillis(50);
        assertThat(problem("chat")).isInstanceOf(Problem.TimedOut.class);
        assertThat(Thread.interrupted()).isFalse();
        assertThat(heard.only().status()).isEqualTo(504);
        assertThat(heard.only().partialAnswer()).isEqualTo("Half");
        assertThat(heard.only().usage().completionTokens()).isEqualTo(1);
        assertThat(workers.last().overdue).containsExactly(limit);
    }

    @Test
    void interrupting_cancels_and_keeps_what_was_said() throws Exception {
        create(Samples.entity("a", 1));
        CountDownLatch speaking = new CountDownLatch(1);
        workers.last().behaviour = FakeBackends.speakThenHang(speaking);
        AtomicReference<Problem> seen = new AtomicReference<>();
        Thread caller = Thread.ofVirtual().start(() -> seen.set(problem("chat")));
        speaking.await();
        caller.interrupt();
        caller.join();
        assertThat(seen.get()).isInstanceOf(Problem.Cancelled.class);
        assertThat(heard.only().status()).isEqualTo(499);
        assertThat(heard.only().partialAnswer()).isEqualTo("Half");
        assertThat(workers.last().inside).hasValue(0);
    }

    @Test
    void a_caller_who_waits_in_the_queue_can_cancel() throws Exception {
        create(Samples.entity("a", Samples.CHAT, 1, 1));
        workers.last().hold = new CountDownLatch(1);
        Thread first = Thread.ofVirtual().start(this::call);
        Await.until("it runs", () -> workers.last().inside.get() == 1);
        Thread second = Thread.ofVirtual().start(() -> problem("chat"));
        Await.until("it waits", () -> second.getState() == Thread.State.WAITING);
        second.interrupt();
        second.join();
        assertThat(heard.only().status()).isEqualTo(499);
        assertThat(heard.only().servedEntity()).isEmpty();
        workers.last().hold.countDown();
        first.join();
        call();
        assertThat(heard.finished).hasSize(3);
    }

    @Test
    void a_caller_that_went_away_is_no_fault_of_the_server() {
        create(Samples.entity("a", 1));
        assertThatThrownBy(() ->
                        calls.call(
                                "chat",
                                Samples.chat(),
                                Samples.context(),
                                name -> {},
                                chunk -> {
                                    throw new IllegalStateException("closed");
                                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(heard.only().status()).isEqualTo(499);
        assertThat(heard.only().partialAnswer()).isEqualTo("Hello ");
    }

    @Test
    void a_fault_in_a_backend_is_told_too() {
        create(Samples.entity("a", 1));
        workers.last().behaviour =
                FakeBackends.of(chunks -> {
                    throw new IllegalArgumentException("a bug");
                });
        assertThatThrownBy(this::call).isInstanceOf(IllegalArgumentException.class);
        assertThat(heard.only().status()).isEqualTo(500);
        assertThat(heard.only().problem().message()).doesNotContain("a bug");
    }

    @Test
    void an_update_under_load_loses_no_call() throws Exception {
        create(Samples.entity("v1", Samples.CHAT, 1, 2));
        AtomicBoolean enough = new AtomicBoolean();
        AtomicInteger answered = new AtomicInteger();
        List<Throwable> lost = new CopyOnWriteArrayList<>();
        List<Thread> callers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            callers.add(
                    Thread.ofVirtual()
                            .start(() -> {
                                while (!enough.get()) {
                                    try {
                                        call();
                                        answered.incrementAndGet();
                                    } catch (EngineException e) {
                                        lost.add(e);
                                    }
                                }
                            }));
        }
        for (int version = 2; version <= 6; version++) {
            int before = answered.get();
            Await.until("calls go on", () -> answered.get() > before + 20);
            endpoints.update(
                    NAME,
                    List.of(Samples.entity("v" + version, Samples.CHAT, version, 2)),
                    List.of(),
                    "me");
            int wanted = version;
            Await.until(
                    "switched over",
                    () ->
                            endpoints.get(NAME).active().version() == wanted
                                    && endpoints.get(NAME).state() == EndpointState.READY);
        }
        Await.until(
                "the old are ended",
                () -> workers.launched.stream().filter(w -> w.closed).count() == 5);
        Await.until("the last one answers", () -> workers.last().answered.get() > 0);
        enough.set(true);
        for (Thread caller : callers) {
            caller.join();
        }
        assertThat(lost).isEmpty();
    }

    @Test
    void an_update_waits_for_the_calls_that_run() throws Exception {
        create(Samples.entity("v1", 1));
        Worker old = workers.last();
        old.hold = new CountDownLatch(1);
        AtomicReference<Answer> answer = new AtomicReference<>();
        Thread caller = Thread.ofVirtual().start(() -> answer.set(call()));
        Await.until("it runs", () -> old.inside.get() == 1);
        endpoints.update(NAME, List.of(Samples.entity("v2", 2)), List.of(), "me");
        Await.until("switched over", () -> endpoints.get(NAME).active().version() == 2);
        assertThat(call().servedEntity()).isEqualTo("v2");
        assertThat(old.closed).isFalse();
        old.hold.countDown();
        caller.join();
        assertThat(answer.get().servedEntity()).isEqualTo("v1");
        Await.until("the old is ended", () -> old.closed);
    }

    @Test
    void refused_calls_are_told() {
        calls.refused(
                "chat",
                RequestId.random(),
                Instant.now(),
                Samples.context(),
                new Problem.Invalid("That is no JSON."));
        assertThat(heard.only().status()).isEqualTo(400);
        assertThat(heard.started).isEmpty();
    }

    private Answer call() {
        return calls.call(
                "chat", Samples.chat(), Samples.context(), name -> {}, ChunkListener.none());
    }

    private Problem problem(String endpoint) {
        try {
            calls.call(
                    endpoint, Samples.chat(), Samples.context(), name -> {}, ChunkListener.none());
        } catch (EngineException e) {
            return e.problem();
        }
        throw new AssertionError("The call was answered");
    }

    private void create(ServedEntity... entities) {
        create(List.of(), entities);
    }

    private void create(List<EndpointConfig.Route> routes, ServedEntity... entities) {
        NewEndpoint plain = Samples.endpoint("chat", entities);
        endpoints.create(
                new NewEndpoint(NAME, "", plain.tags(), plain.entities(), routes, plain.who()));
        awaitState(EndpointState.READY);
    }

    private static List<EndpointConfig.Route> split(int a, int b) {
        return List.of(new EndpointConfig.Route("a", a), new EndpointConfig.Route("b", b));
    }

    private void awaitState(EndpointState state) {
        Await.until(state.words(), () -> endpoints.get(NAME).state() == state);
    }
}
