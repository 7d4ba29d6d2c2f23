package dev.modeldeck.engine.endpoints;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.modeldeck.engine.endpoints.Endpoint.Deployment;
import dev.modeldeck.engine.endpoints.FakeWorkers.Worker;
import dev.modeldeck.engine.kernel.EndpointName;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.storage.Database;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

class EndpointsTest {

    private static final EndpointName NAME = new EndpointName("chat");

    @TempDir private Path folder;
    private final FakeWorkers workers = new FakeWorkers();
    private Database database;
    private Endpoints endpoints;

    @BeforeEach
    void open() {
        database = Database.open(folder.resolve("test.db"));
        endpoints = reopen();
    }

    @AfterEach
    void close() {
        endpoints.close();
        database.close();
    }

    @Test
    void a_new_endpoint_is_ready_when_its_worker_is() {
        workers.readyAtOnce = false;
        Endpoint made = create();
        assertThat(made.state()).isEqualTo(EndpointState.UPDATING);
        assertThat(made.active()).isNull();
        assertThat(made.entities().getFirst().deployment())
                .isEqualTo(Deployment.DEPLOYMENT_CREATING);
        workers.last().state.set(new EntityLauncher.State.Starting(0.5, "Loading weights"));
        Await.until("progress", () -> entity().progress() == 0.5);
        workers.last().becomeReady();
        awaitState(EndpointState.READY);
        assertThat(now().active()).isEqualTo(made.pending());
        assertThat(now().pending()).isNull();
        assertThat(entity().pid()).isEqualTo(4711);
        Await.until("all are told", () -> endpoints.all().get().equals(List.of(now())));
    }

    @Test
    void a_model_that_does_not_load_says_why_and_can_be_started_again() {
        workers.readyAtOnce = false;
        create();
        workers.last().fail("Not enough memory.");
        awaitState(EndpointState.UPDATE_FAILED);
        assertThat(now().trouble()).contains("\"chat-1\"").contains("Not enough memory.");
        assertThat(entity().deployment()).isEqualTo(Deployment.DEPLOYMENT_FAILED);
        Await.until("the worker is ended", () -> workers.last().closed);
        workers.readyAtOnce = true;
        endpoints.start(NAME, "me");
        awaitState(EndpointState.READY);
        assertThat(now().trouble()).isNull();
    }

    @Test
    void a_worker_that_keeps_crashing_on_its_way_up_is_given_up() {
        workers.readyAtOnce = false;
        create();
        workers.last().crash(1);
        workers.last().crash(2);
        workers.last().crash(3);
        awaitState(EndpointState.UPDATE_FAILED);
        assertThat(now().trouble()).contains("Killed.");
    }

    @Test
    void an_update_starts_beside_the_old_and_switches_when_all_is_ready() {
        create();
        awaitState(EndpointState.READY);
        Worker old = workers.last();
        workers.readyAtOnce = false;
        update(Samples.entity("a", 2), Samples.entity("b", 3));
        assertThat(now().state()).isEqualTo(EndpointState.READY_UPDATING);
        assertThat(now().pending().version()).isEqualTo(2);
        workers.of("a").becomeReady();
        Await.until(
                "a is ready",
                () -> now().entities().get(1).deployment() == Deployment.DEPLOYMENT_READY);
        assertThat(now().active().version()).isEqualTo(1);
        workers.of("b").becomeReady();
        awaitState(EndpointState.READY);
        assertThat(now().active().version()).isEqualTo(2);
        Await.until("the old worker is ended", () -> old.closed);
    }

    @Test
    void an_update_that_fails_leaves_the_old_serving() {
        create();
        awaitState(EndpointState.READY);
        Worker old = workers.last();
        workers.readyAtOnce = false;
        update(Samples.entity("a", 2));
        workers.of("a").fail("The file is damaged.");
        awaitState(EndpointState.READY_UPDATE_FAILED);
        assertThat(now().trouble()).contains("The file is damaged.");
        assertThat(now().active().version()).isEqualTo(1);
        assertThat(now().pending().version()).isEqualTo(2);
        assertThat(old.closed).isFalse();
        workers.readyAtOnce = true;
        update(Samples.entity("a", 3));
        awaitState(EndpointState.READY);
        assertThat(now().active().version()).isEqualTo(3);
        assertThat(now().trouble()).isNull();
    }

    @Test
    void entities_that_stay_the_same_are_not_started_again() {
        create();
        awaitState(EndpointState.READY);
        endpoints.update(
                NAME,
                List.of(Samples.entity("chat-1", 1), Samples.entity("b", 2)),
                List.of(new EndpointConfig.Route("chat-1", 50), new EndpointConfig.Route("b", 50)),
                "me");
        Await.until("the update", () -> now().active().version() == 2);
        assertThat(workers.launched).hasSize(2);
        assertThat(workers.of("chat-1").closed).isFalse();
        update(Samples.entity("chat-1", 1));
        Await.until("the other is ended", () -> workers.of("b").closed);
        assertThat(workers.launched).hasSize(2);
        assertThat(now().state()).isEqualTo(EndpointState.READY);
    }

    @Test
    void one_update_at_a_time() {
        create();
        awaitState(EndpointState.READY);
        workers.readyAtOnce = false;
        update(Samples.entity("a", 2));
        assertProblem(() -> update(Samples.entity("b", 3)), Problem.Conflict.class, "cancel it");
        endpoints.cancelUpdate(NAME, "me");
        assertThat(now().state()).isEqualTo(EndpointState.READY);
        assertThat(now().pending()).isNull();
        Await.until("the new worker is ended", () -> workers.of("a").closed);
        assertProblem(() -> endpoints.cancelUpdate(NAME, "me"), Problem.Conflict.class, "nothing");
    }

    @Test
    void a_first_start_can_be_cancelled_and_taken_up_again() {
        workers.readyAtOnce = false;
        create();
        endpoints.cancelUpdate(NAME, "me");
        assertThat(now().state()).isEqualTo(EndpointState.UPDATE_FAILED);
        assertThat(now().trouble()).contains("Cancelled by me");
        workers.readyAtOnce = true;
        endpoints.start(NAME, "me");
        awaitState(EndpointState.READY);
    }

    @Test
    void stopping_ends_the_workers_and_starting_brings_them_back() {
        create();
        awaitState(EndpointState.READY);
        Worker worker = workers.last();
        endpoints.stop(NAME, "me");
        assertThat(now().state()).isEqualTo(EndpointState.STOPPED);
        Await.until("the worker is ended", () -> worker.closed);
        update(Samples.entity("a", 7));
        assertThat(now().state()).isEqualTo(EndpointState.STOPPED);
        endpoints.start(NAME, "me");
        awaitState(EndpointState.READY);
        assertThat(workers.last().entity.registered().orElseThrow().version()).isEqualTo(7);
    }

    @Test
    void a_crashed_worker_recovers_and_both_are_told() {
        create();
        awaitState(EndpointState.READY);
        workers.last().crash(1);
        Await.until("recovering", () -> entity().deployment() == Deployment.DEPLOYMENT_RECOVERING);
        assertThat(now().trouble()).contains("is being started again");
        assertThat(now().state()).isEqualTo(EndpointState.READY);
        workers.last().becomeReady();
        Await.until("ready", () -> entity().deployment() == Deployment.DEPLOYMENT_READY);
        assertThat(entity().restarts()).isEqualTo(1);
        assertThat(now().trouble()).isNull();
        assertThat(endpoints.events(NAME).stream().map(EndpointEvent::type))
                .containsSubsequence("Worker recovered", "Worker crashed", "Ready", "Created");
    }

    @Test
    void an_endpoint_whose_only_worker_is_lost_is_not_ready() {
        create();
        awaitState(EndpointState.READY);
        workers.last().crash(1);
        workers.last().fail("It crashed too often.");
        awaitState(EndpointState.UPDATE_FAILED);
        assertThat(now().trouble()).contains("It crashed too often.");
        endpoints.start(NAME, "me");
        awaitState(EndpointState.READY);
    }

    @Test
    void starting_again_brings_back_what_is_lost_beside_what_still_serves() {
        endpoints.create(Samples.endpoint("chat", Samples.entity("a", 1), Samples.entity("b", 2)));
        awaitState(EndpointState.READY);
        Worker a = workers.of("a");
        workers.of("b").fail("It crashed too often.");
        Await.until("b is lost", () -> now().trouble() != null);
        assertThat(now().state()).isEqualTo(EndpointState.READY);

        endpoints.start(NAME, "me");

        Await.until("b is back", () -> now().trouble() == null);
        awaitState(EndpointState.READY);
        assertThat(a.closed).isFalse();
        assertThat(workers.launched).hasSize(3);
        assertThat(now().active().version()).isEqualTo(1);
        endpoints.start(NAME, "me");
        assertThat(workers.launched).hasSize(3);
    }

    @Test
    void a_name_that_fits_no_header_is_refused() {
        for (String name : List.of("", "a\nb", "Mod\u00e8le", " a", "x".repeat(256))) {
            assertProblem(() -> Samples.entity(name, 1), Problem.Invalid.class, "another name");
        }
        assertThat(Samples.entity("My model_v1.2-b", 1).name()).isEqualTo("My model_v1.2-b");
    }

    @Test
    void endpoints_that_ran_run_again_after_a_restart_and_stopped_ones_do_not() {
        create();
        endpoints.create(Samples.endpoint("quiet", Samples.entity("q", 1)));
        awaitState(EndpointState.READY);
        endpoints.stop(new EndpointName("quiet"), "me");
        endpoints.describe(NAME, "For questions", Map.of("team", "a"), "me");
        endpoints.close();
        assertThat(workers.launched).allMatch(worker -> worker.closed);
        endpoints = reopen();
        awaitState(EndpointState.READY);
        assertThat(now().description()).isEqualTo("For questions");
        assertThat(now().tags()).containsEntry("team", "a");
        assertThat(endpoints.get(new EndpointName("quiet")).state())
                .isEqualTo(EndpointState.STOPPED);
        assertThat(endpoints.events(NAME)).isNotEmpty();
    }

    @Test
    void an_update_cut_by_the_end_of_the_program_is_shown_as_failed() {
        create();
        awaitState(EndpointState.READY);
        workers.readyAtOnce = false;
        update(Samples.entity("a", 2));
        endpoints.close();
        workers.readyAtOnce = true;
        endpoints = reopen();
        awaitState(EndpointState.READY_UPDATE_FAILED);
        assertThat(now().trouble()).contains("interrupted");
        assertThat(now().active().version()).isEqualTo(1);
    }

    @Test
    void tags_set_at_the_same_time_are_all_kept() {
        create();
        IntStream.range(0, 40)
                .parallel()
                .forEach(i ->
                        endpoints.tag(
                                NAME,
                                tags -> {
                                    tags.put("tag" + i, "x");
                                    return tags;
                                },
                                "me"));
        assertThat(now().tags()).hasSize(40);
        assertThat(now().description()).isEmpty();
    }

    @Test
    void deleting_ends_everything() {
        create();
        awaitState(EndpointState.READY);
        endpoints.delete(NAME, "me");
        assertThat(endpoints.all().get()).isEmpty();
        assertProblem(() -> endpoints.get(NAME), Problem.NotFound.class, "no endpoint \"chat\"");
        Await.until("the worker is ended", () -> workers.last().closed);
        create();
        awaitState(EndpointState.READY);
    }

    @Test
    void what_cannot_run_is_refused_with_its_reason() {
        assertProblem(
                () ->
                        endpoints.create(
                                Samples.endpoint("p", Samples.entity("p", Samples.PICKLED, 1, 1))),
                Problem.Unsupported.class,
                "Pickled models run code");
        assertProblem(
                () ->
                        endpoints.create(
                                Samples.endpoint("g", Samples.entity("g", Samples.GONE, 1, 1))),
                Problem.NotFound.class,
                "main.default.gone");
        assertProblem(
                () -> endpoints.create(Samples.endpoint("databricks-x", Samples.entity("a", 1))),
                Problem.Invalid.class,
                "reserved");
        create();
        assertProblem(this::create, Problem.AlreadyExists.class, "already");
        assertThat(endpoints.all().get()).hasSize(1);
    }

    @Test
    void events_are_bounded() {
        create();
        awaitState(EndpointState.READY);
        for (int i = 1; i <= EndpointStore.EVENTS_KEPT / 2 + 10; i++) {
            endpoints.stop(NAME, "me");
            endpoints.start(NAME, "me");
        }
        assertThat(endpoints.events(NAME)).hasSize(EndpointStore.EVENTS_KEPT);
    }

    @Test
    void the_log_of_a_worker_can_be_followed() {
        create();
        workers.last().log.set(List.of("Loading", "Ready"));
        assertThat(endpoints.log(NAME, "chat-1").get()).containsExactly("Loading", "Ready");
        assertThat(endpoints.log(NAME, "nobody").get()).isEmpty();
    }

    private Endpoints reopen() {
        return Endpoints.open(database, Samples.versions(), workers, Clock.systemUTC());
    }

    private Endpoint create() {
        return endpoints.create(Samples.endpoint("chat", Samples.entity("chat-1", 1)));
    }

    private void update(ServedEntity... entities) {
        endpoints.update(NAME, List.of(entities), List.of(), "me");
    }

    private Endpoint now() {
        return endpoints.get(NAME);
    }

    private Endpoint.EntityStatus entity() {
        return now().entities().getFirst();
    }

    private void awaitState(EndpointState state) {
        Await.until(state.words(), () -> now().state() == state);
    }

    private static void assertProblem(
            ThrowingCallable call, Class<? extends Problem> kind, String words) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        EngineException.class,
                        e -> {
                            assertThat(e.problem()).isInstanceOf(kind);
                            assertThat(e.problem().message()).contains(words);
                        });
    }
}
