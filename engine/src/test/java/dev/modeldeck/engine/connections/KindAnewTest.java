package dev.modeldeck.engine.connections;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldeck.engine.BuiltIns;
import dev.modeldeck.engine.inference.Backend;
import dev.modeldeck.engine.inference.ChatMessage;
import dev.modeldeck.engine.inference.ChunkListener;
import dev.modeldeck.engine.inference.InferenceRequest;
import dev.modeldeck.engine.inference.Payload;
import dev.modeldeck.engine.inference.TextOptions;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.kernel.Subscription;
import dev.modeldeck.engine.remote.FakeServer;
import dev.modeldeck.engine.storage.Database;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** Another server listens at the address of a connection than when it was recognised. */
class KindAnewTest {

    private static final String ANSWER =
            "{\"choices\":[{\"index\":0,\"message\":{\"content\":\"Hi\"},\"finish_reason\":\"stop\"}]}";

    @TempDir private Path folder;

    private FakeServer fake = new FakeServer();
    private Database database;
    private Connections connections;

    @BeforeEach
    void open() {
        database = Database.open(folder.resolve("modeldeck.db"));
        connections =
                Connections.open(
                        database, BuiltIns.servers(), new SecretsInMemory(), Clock.systemUTC());
    }

    @AfterEach
    void close() {
        connections.close();
        database.close();
        fake.close();
    }

    @Test
    void one_that_answers_like_another_kind_three_times_is_recognised_anew() throws Exception {
        beOllama(fake);
        Connection saved = connections.save(draft());
        assertThat(look(saved).server()).isEqualTo("ollama");
        Backend backend = connections.backend(saved.id(), "m");
        beVllm(fake);
        fake.on("POST /v1/chat/completions", ANSWER);
        for (int i = 0; i < 3; i++) {
            ConnectionView odd = look(saved);
            assertThat(odd.server()).isEqualTo("ollama");
            assertThat(odd.health()).isInstanceOf(Health.Troubled.class);
            assertThat(odd.health().seen()).isPresent();
        }
        ConnectionView now = look(saved);
        assertThat(now.server()).isEqualTo("vllm");
        assertThat(now.evidence())
                .matches("It was Ollama until \\d\\d:\\d\\d\\. GET /v1/models answered .*vllm.*");
        assertThat(now.health().seen().orElseThrow().models())
                .extracting(ServedModel::name)
                .containsExactly("big");
        backend.answer(ask(), ChunkListener.none());
        assertThat(fake.last("POST /v1/chat/completions").body()).contains("\"m\"");
        backend.close();
    }

    @Test
    void one_that_was_away_is_recognised_anew_when_it_is_back() throws Exception {
        beOllama(fake);
        Connection saved = connections.save(draft());
        assertThat(look(saved).server()).isEqualTo("ollama");
        int port = fake.address().getPort();
        fake.close();
        assertThat(look(saved).health())
                .isInstanceOfSatisfying(
                        Health.Troubled.class,
                        away -> assertThat(away.problem()).isInstanceOf(Problem.Unavailable.class));
        fake = new FakeServer(port);
        beVllm(fake);
        ConnectionView now = look(saved);
        assertThat(now.server()).isEqualTo("vllm");
        assertThat(now.health()).isInstanceOf(Health.Well.class);
    }

    @Test
    void one_that_wants_a_key_now_is_known_and_nothing_is_left_of_the_old_one() throws Exception {
        beVllm(fake);
        Connection saved = connections.save(draft());
        assertThat(look(saved).server()).isEqualTo("vllm");
        int port = fake.address().getPort();
        fake.close();
        look(saved);
        fake = new FakeServer(port);
        beOllama(fake);
        fake.on("GET /api/tags", FakeServer.json(401, "{}"));
        ConnectionView now = look(saved);
        assertThat(now.server()).isEqualTo("ollama");
        assertThat(now.health())
                .isInstanceOfSatisfying(
                        Health.Troubled.class,
                        locked ->
                                assertThat(locked.problem())
                                        .isInstanceOf(Problem.Unauthenticated.class));
        assertThat(now.health().seen()).isEmpty();
    }

    @Test
    void one_that_is_still_starting_keeps_its_kind() throws Exception {
        beLlamaCpp(fake);
        Connection saved = connections.save(draft());
        assertThat(look(saved).server()).isEqualTo("llamacpp");
        int port = fake.address().getPort();
        fake.close();
        look(saved);
        fake = new FakeServer(port);
        fake.on("GET /v1/models", "{\"object\": \"list\", \"data\": [{\"id\": \"m\"}]}")
                .on("GET /props", FakeServer.json(503, "{\"error\":{\"message\":\"Loading\"}}"));
        assertThat(look(saved).server()).isEqualTo("llamacpp");
        beLlamaCpp(fake);
        ConnectionView now = look(saved);
        assertThat(now.server()).isEqualTo("llamacpp");
        assertThat(now.evidence()).doesNotContain("It was");
        assertThat(now.health()).isInstanceOf(Health.Well.class);
    }

    @Test
    void a_kind_that_a_person_chose_stays() throws Exception {
        beOllama(fake);
        Connection saved = connections.save(draft().withServer("ollama"));
        look(saved);
        beVllm(fake);
        for (int i = 0; i < 5; i++) {
            assertThat(look(saved).server()).isEqualTo("ollama");
        }
        assertThat(fake.asked()).noneMatch(asked -> asked.line().contains("/v1/models"));
    }

    @Test
    void one_that_only_wants_another_key_is_not_asked_what_it_is() throws Exception {
        beOllama(fake);
        Connection saved = connections.save(draft());
        look(saved);
        int asked = fake.asked().size();
        fake.on("GET /api/tags", FakeServer.json(401, "{}"));
        for (int i = 0; i < 5; i++) {
            look(saved);
        }
        assertThat(fake.asked().subList(asked, fake.asked().size()))
                .noneMatch(one -> one.line().contains("/v1/models"));
    }

    private static void beOllama(FakeServer fake) {
        fake.on("GET /api/version", "{\"version\":\"0.12.0\"}")
                .on("GET /api/tags", "{\"models\":[{\"name\":\"small\"}]}");
    }

    private static void beVllm(FakeServer fake) {
        fake.on("GET /api/version", FakeServer.json(404, "{\"detail\":\"Not Found\"}"))
                .on("GET /api/tags", FakeServer.json(404, "{\"detail\":\"Not Found\"}"))
                .on("GET /version", "{\"version\":\"0.11\"}")
                .on(
                        "GET /v1/models",
                        "{\"object\":\"list\",\"data\":[{\"id\":\"big\",\"owned_by\":\"vllm\"}]}");
    }

    private static void beLlamaCpp(FakeServer fake) {
        fake.on("GET /props", "{\"default_generation_settings\":{\"n_ctx\":4096}}")
                .on("GET /v1/models", "{\"object\": \"list\", \"data\": [{\"id\": \"m\"}]}");
    }

    private Connection draft() {
        return Connection.to("server", fake.address(), Access.open());
    }

    private static InferenceRequest ask() {
        return InferenceRequest.of(
                new Payload.Chat(List.of(ChatMessage.user("Hello")), 1, TextOptions.defaults()));
    }

    /** The next look at it. */
    private ConnectionView look(Connection saved) throws InterruptedException {
        CountDownLatch looked = new CountDownLatch(1);
        AtomicReference<ConnectionView> seen = new AtomicReference<>();
        Health before = connections.find(saved.name()).orElseThrow().health();
        Subscription following =
                connections
                        .all()
                        .subscribe(views -> {
                            ConnectionView view = views.getFirst();
                            if (!view.health().equals(before)
                                    && !(view.health() instanceof Health.Unknown)) {
                                seen.compareAndSet(null, view);
                                looked.countDown();
                            }
                        });
        try (following) {
            if (!(before instanceof Health.Unknown)) { // the first comes by itself
                connections.refresh(saved.id());
            }
            assertThat(looked.await(20, TimeUnit.SECONDS)).isTrue();
            return seen.get();
        }
    }
}
