package dev.modeldeck.engine.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.modeldeck.engine.BuiltIns;
import dev.modeldeck.engine.connections.RemoteServer;
import dev.modeldeck.engine.connections.ServedModel;
import dev.modeldeck.engine.connections.ServerAction;
import dev.modeldeck.engine.connections.ServerLook;
import dev.modeldeck.engine.connections.Site;
import dev.modeldeck.engine.inference.InferenceResult;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * What every kind of server must do, against a server on loopback that speaks as its specification
 * says.
 */
public abstract class RemoteServerContract extends ServerUnderTest {

    private static final int MANY = 100_000;

    private final StringBuffer heard = new StringBuffer();

    @Test
    void it_is_recognised_and_says_by_what() {
        assertThat(server().recognise(known()))
                .hasValueSatisfying(found -> assertThat(found.evidence()).contains(" answered "));
    }

    @Test
    void of_all_kinds_it_is_the_first_to_know_its_server() {
        Site there = known();
        assertThat(
                        BuiltIns.servers().stream()
                                .filter(kind -> kind.recognise(there).isPresent())
                                .map(RemoteServer::id)
                                .findFirst())
                .hasValue(server().id());
    }

    @Test
    void another_server_is_not_taken_for_it() {
        try (FakeServer other = new FakeServer().on("GET /", FakeServer.text(200, "It works!"))) {
            assertThat(server().recognise(site().elsewhere(other.address()))).isEmpty();
        }
    }

    @Test
    void its_models_are_listed() {
        ServerLook look = server().look(site());
        assertThat(look.models()).extracting(ServedModel::name).contains(model());
        assertThat(look.capabilities()).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403})
    void a_wrong_key_is_said_to_be_one(int status) {
        try (FakeServer closed = refusing(status)) {
            Problem problem = problem(() -> server().look(site().elsewhere(closed.address())));
            assertThat(problem)
                    .isInstanceOf(
                            status == 401
                                    ? Problem.Unauthenticated.class
                                    : Problem.Forbidden.class);
        }
    }

    @Test
    void a_page_instead_of_an_answer_is_the_servers_fault() {
        try (FakeServer page = everywhere(FakeServer.whole(200, "text/html", "<html>", Map.of()))) {
            Site there = site().elsewhere(page.address());
            assertThat(server().recognise(there)).isEmpty();
            assertThat(problem(() -> server().look(there))).isInstanceOf(Problem.Upstream.class);
            if (answers()) {
                assertThat(problem(() -> call(there))).isInstanceOf(Problem.Upstream.class);
            }
        }
    }

    @Test
    void it_answers() {
        assumeTrue(answers());
        fake.on(query(), answer());
        check(call(site()));
        assertThat(fake.last(query()).header("Authorization")).isEqualTo("Bearer k");
    }

    @Test
    void its_limit_is_told_with_the_time_to_wait() {
        assumeTrue(answers());
        fake.on(
                query(),
                FakeServer.whole(
                        429,
                        "application/json",
                        "{\"error\":{\"message\":\"slow down\"}}",
                        Map.of("Retry-After", "7")));
        assertThat(problem(() -> call(site())))
                .isInstanceOfSatisfying(
                        Problem.Overloaded.class,
                        full -> assertThat(full.retryAfter()).isEqualTo(Duration.ofSeconds(7)));
        fake.on(query(), FakeServer.text(429, ""));
        assertThat(problem(() -> call(site()))).isInstanceOf(Problem.Overloaded.class);
    }

    @Test
    void what_it_says_of_its_failure_is_passed_on() {
        assumeTrue(answers());
        fake.on(query(), FakeServer.json(500, "{\"error\":\"the card is on fire\"}"));
        Problem problem = problem(() -> call(site()));
        assertThat(problem.retriable()).isTrue();
        assertThat(problem.message()).contains("the card is on fire");
        fake.on(query(), FakeServer.json(404, "{\"error\":\"no such model\"}"));
        assertThat(problem(() -> call(site()))).isInstanceOf(Problem.NotFound.class);
    }

    @Test
    void a_key_is_not_carried_to_where_it_redirects() {
        assumeTrue(answers());
        try (FakeServer other = everywhere(answer())) {
            String there = other.address() + "/elsewhere";
            fake.on(query(), FakeServer.whole(307, "text/plain", "", Map.of("Location", there)));
            assertThat(problem(() -> call(site())).message()).isNotBlank();
            assertThat(other.asked()).isEmpty();
        }
    }

    @Test
    void a_server_that_never_answers_can_be_left() throws Exception {
        assumeTrue(answers());
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        fake.on(
                query(),
                (_, _) -> {
                    asked.countDown();
                    await(end);
                });
        CompletableFuture<Problem> left = new CompletableFuture<>();
        Thread caller = Thread.ofVirtual().start(() -> left.complete(problem(() -> call(site()))));
        asked.await();
        caller.interrupt();
        assertThat(left.get(10, TimeUnit.SECONDS)).isInstanceOf(Problem.Cancelled.class);
        end.countDown();
    }

    @Test
    void pieces_are_passed_on_as_they_come() {
        assumeTrue(streams());
        CountDownLatch first = new CountDownLatch(1);
        fake.on(
                query(),
                FakeServer.stream(
                        streamType(),
                        pieces -> {
                            pieces.write(piece("Hel"));
                            first.await();
                            pieces.write(piece("lo ☃") + ending());
                        }));
        StringBuilder texts = new StringBuilder();
        InferenceResult result =
                call(
                        site(),
                        chunk -> {
                            texts.append(chunk.text());
                            first.countDown();
                        });
        assertThat(texts).hasToString("Hello ☃");
        assertThat(((InferenceResult.Text) result).choices().getFirst().text())
                .isEqualTo("Hello ☃");
    }

    @Test
    void a_stream_that_is_cut_is_an_error_with_its_text_kept() {
        assumeTrue(streams());
        byte[] half = {(byte) 0xE2, (byte) 0x98};
        fake.on(
                query(),
                (exchange, _) -> {
                    exchange.getResponseHeaders().add("Content-Type", streamType());
                    exchange.sendResponseHeaders(200, 0);
                    exchange.getResponseBody()
                            .write(FakeServer.bytes(streamType(), piece("Hello")));
                    exchange.getResponseBody().flush();
                    exchange.getResponseBody().write(half);
                    exchange.getResponseBody().flush();
                    throw new IOException("cut");
                });
        assertThat(problem(() -> call(site(), chunk -> heard.append(chunk.text()))))
                .isInstanceOf(Problem.Unavailable.class);
        assertThat(heard).hasToString("Hello");
    }

    @Test
    void a_stream_that_ends_too_early_is_an_error() {
        assumeTrue(streams());
        fake.on(query(), FakeServer.stream(streamType(), pieces -> pieces.write(piece("Hel"))));
        assertThat(problem(() -> call(site()))).isInstanceOf(Problem.Unavailable.class);
    }

    @Test
    void leaving_an_endless_stream_reaches_the_server() throws Exception {
        assumeTrue(streams());
        CountDownLatch cut = new CountDownLatch(1);
        fake.on(
                query(),
                FakeServer.stream(
                        streamType(),
                        pieces -> {
                            try {
                                while (true) {
                                    pieces.write(piece("again "));
                                }
                            } catch (IOException e) {
                                cut.countDown();
                                throw e;
                            }
                        }));
        assertThat(
                        problem(() ->
                                call(
                                        site(),
                                        chunk -> {
                                            heard.append(chunk.text());
                                            if (heard.length() > 1000) {
                                                throw EngineException.cancelled();
                                            }
                                        })))
                .isInstanceOf(Problem.Cancelled.class);
        assertThat(cut.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void a_hundred_thousand_pieces_come_whole() {
        assumeTrue(streams());
        fake.on(
                query(),
                FakeServer.stream(
                        streamType(),
                        pieces -> {
                            String hundred = piece("a").repeat(100);
                            for (int i = 0; i < MANY / 100; i++) {
                                pieces.write(hundred);
                            }
                            pieces.write(ending());
                        }));
        int[] count = {0};
        InferenceResult.Text result =
                (InferenceResult.Text) call(site(), chunk -> count[0] += chunk.text().length());
        assertThat(count[0]).isEqualTo(MANY);
        assertThat(result.choices().getFirst().text()).hasSize(MANY);
    }

    @Test
    void planning_an_action_changes_nothing() {
        for (ServerAction action : server().actions()) {
            try {
                action.plan(site(), model(), Map.of());
            } catch (EngineException e) {
                assertThat(e.problem()).as(action.id()).isInstanceOf(Problem.Invalid.class);
            }
        }
        assertThat(fake.asked())
                .noneMatch(asked -> asked.line().startsWith("DELETE"))
                .noneMatch(asked -> asked.line().startsWith("PUT"))
                .noneMatch(asked -> asked.line().startsWith("PATCH"));
    }

    @Test
    void its_actions_have_words_of_their_own() {
        List<ServerAction> actions = server().actions();
        assertThat(actions).extracting(ServerAction::id).doesNotHaveDuplicates();
        assertThat(actions).allSatisfy(action -> assertThat(action.label()).isNotBlank());
    }
}
