package dev.modeldeck.engine.connections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.modeldeck.engine.inference.Backend;
import dev.modeldeck.engine.inference.ChatMessage;
import dev.modeldeck.engine.inference.ChunkListener;
import dev.modeldeck.engine.inference.InferenceRequest;
import dev.modeldeck.engine.inference.InferenceResult;
import dev.modeldeck.engine.inference.Payload;
import dev.modeldeck.engine.inference.TextOptions;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.kernel.Subscription;
import dev.modeldeck.engine.remote.FakeServer;
import dev.modeldeck.engine.remote.openai.OpenAiServer;
import dev.modeldeck.engine.storage.Database;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/** Connections against a server on loopback. */
class ConnectionsTest {

    private static final String MODELS = "{\"object\": \"list\", \"data\": [{\"id\": \"m\"}]}";
    private static final String ANSWER =
            "{\"choices\":[{\"index\":0,\"message\":{\"content\":\"Hi\"},\"finish_reason\":\"stop\"}]}";
    private static final String PIECE =
            "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hi\"}}]}\n\n";
    private static final String END =
            "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n";

    @TempDir Path folder;

    private final FakeServer fake = new FakeServer();
    private final SecretsInMemory secrets = new SecretsInMemory();
    private Database database;
    private Connections connections;

    @BeforeEach
    void open() {
        database = Database.open(folder.resolve("modeldeck.db"));
        connections =
                Connections.open(
                        database, List.of(OpenAiServer.compatible()), secrets, Clock.systemUTC());
    }

    @AfterEach
    void close() {
        connections.close();
        database.close();
        fake.close();
    }

    @Test
    void each_step_of_a_probe_is_told_as_it_is_taken() {
        fake.on("GET /v1/models", "{\"object\": \"list\", \"data\": [{\"id\": \"m\"}]}");
        List<ProbeReport.Step> told = new ArrayList<>();
        ProbeReport report = connections.probe(draft(), told::add);
        assertThat(report.well()).isTrue();
        assertThat(told).isEqualTo(report.steps()).hasSizeGreaterThan(4);
    }

    @Test
    void connections_come_back_and_their_secrets_are_not_in_the_database() throws Exception {
        Access access =
                new Access(
                        new Auth.ApiKey("x-key", "sk-1"),
                        Map.of("X-Team", "sk-2"),
                        "",
                        "",
                        "",
                        "",
                        "",
                        "",
                        new Access.Patience(3, 7, 2));
        Connection saved = connections.save(draft().withAccess(access));
        connections.close();
        connections =
                Connections.open(
                        database, List.of(OpenAiServer.compatible()), secrets, Clock.systemUTC());
        assertThat(connections.find(saved.name()))
                .hasValueSatisfying(view -> assertThat(view.connection()).isEqualTo(saved));
        StringBuilder kept = new StringBuilder();
        for (String file : List.of("modeldeck.db", "modeldeck.db-wal")) {
            kept.append(Files.readString(folder.resolve(file), StandardCharsets.ISO_8859_1));
        }
        assertThat(kept.toString().contains("x-key")).isTrue();
        assertThat(kept.toString().contains("sk-")).isFalse();
        connections.delete(saved.id());
        assertThat(secrets.kept).isEmpty();
        assertThat(connections.all().get()).isEmpty();
    }

    @Test
    void a_changed_key_replaces_the_old_one_and_goes_with_the_next_call() throws Exception {
        fake.on("GET /v1/models", MODELS);
        fake.on("POST /v1/chat/completions", FakeServer.json(200, ANSWER));
        Connection first = connections.save(draft().withAccess(Access.as(new Auth.Bearer("old"))));
        try (Backend backend = connections.backend(first.id(), "m")) {
            backend.answer(ask(), ChunkListener.none());
            connections.save(first.withAccess(Access.as(new Auth.Bearer("new"))));
            backend.answer(ask(), ChunkListener.none());
            assertThat(fake.last("POST /v1/chat/completions").header("Authorization"))
                    .isEqualTo("Bearer new");
            assertThat(secrets.kept)
                    .containsOnly(entry(secrets.kept.keySet().iterator().next(), "new"));
            connections.delete(first.id());
            assertThatThrownBy(() -> backend.answer(ask(), ChunkListener.none()))
                    .hasMessageContaining("was deleted");
        }
    }

    @Test
    void an_answer_that_is_being_written_outlives_a_change_of_its_connection() throws Exception {
        fake.on("GET /v1/models", MODELS);
        CountDownLatch changed = new CountDownLatch(1);
        fake.on(
                "POST /v1/chat/completions",
                FakeServer.stream(
                        "text/event-stream",
                        pieces -> {
                            pieces.write(PIECE);
                            changed.await();
                            pieces.write(END);
                        }));
        Connection first = connections.save(draft());
        try (Backend backend = connections.backend(first.id(), "m")) {
            InferenceResult result =
                    backend.answer(
                            ask(),
                            chunk -> {
                                connections.save(first.withName("renamed"));
                                changed.countDown();
                            });
            assertThat(((InferenceResult.Text) result).choices().getFirst().text()).isEqualTo("Hi");
        }
    }

    @Test
    void a_password_in_the_address_of_a_proxy_is_neither_kept_nor_told() {
        Access access =
                new Access(
                        new Auth.None(),
                        Map.of(),
                        "http://me:geheim@proxy:3128",
                        "",
                        "",
                        "",
                        "",
                        "",
                        Access.Patience.usual());
        Connection draft = draft().withAccess(access);
        assertThatThrownBy(() -> connections.save(draft))
                .hasMessageContaining("fields of their own")
                .hasMessageNotContaining("geheim");
        assertThat(connections.all().get()).isEmpty();
    }

    @Test
    void a_connection_whose_key_cannot_be_forgotten_now_is_gone_all_the_same() {
        Connection saved = connections.save(draft().withAccess(Access.as(new Auth.Bearer("sk"))));
        secrets.locked = true;
        assertThatThrownBy(() -> connections.delete(saved.id())).hasMessageContaining("locked");
        assertThat(connections.all().get()).isEmpty();
    }

    @Test
    void two_connections_do_not_share_a_name() {
        connections.save(draft());
        assertThatThrownBy(() -> connections.save(draft()))
                .hasMessageContaining("There is a connection");
    }

    @Test
    void of_two_hundred_connections_a_hundred_dead_ones_hold_up_nobody() throws Exception {
        fake.on("GET /v1/models", MODELS);
        URI dead = URI.create("http://127.0.0.1:1");
        CountDownLatch seen = new CountDownLatch(1);
        for (int i = 0; i < 200; i++) {
            URI address = i % 2 == 0 ? fake.address() : dead;
            connections.save(Connection.to("server " + i, address, Access.open()));
        }
        try (Subscription watch =
                connections
                        .all()
                        .subscribe(all -> {
                            boolean told =
                                    all.stream()
                                            .noneMatch(v -> v.health() instanceof Health.Unknown);
                            if (told && all.size() == 200) {
                                seen.countDown();
                            }
                        })) {
            assertThat(seen.await(60, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(connections.all().get())
                .filteredOn(view -> view.health() instanceof Health.Well)
                .hasSize(100)
                .allSatisfy(
                        view -> assertThat(view.connection().address()).isEqualTo(fake.address()));
    }

    @Test
    void a_secret_that_was_kept_here_is_told_from_a_reference_that_a_person_wrote() {
        Connection saved =
                connections.save(draft().withAccess(Access.as(new Auth.Bearer("sk-secret"))));
        String kept = ((Auth.Bearer) saved.access().auth()).token();
        assertThat(secrets.kept).containsEntry(kept, "sk-secret");
        assertThat(connections.keeps(kept)).isTrue();
        assertThat(connections.keeps("{{secrets/prod/openai}}")).isFalse();
        assertThat(connections.keeps("sk-secret")).isFalse();
    }

    @Test
    void a_server_that_wants_a_key_before_it_tells_what_it_is_is_not_called_unknown()
            throws InterruptedException {
        fake.otherwise(FakeServer.json(401, "{}"));
        connections.save(draft());
        assertThat(trouble()).isInstanceOf(Problem.Unauthenticated.class);
    }

    @Test
    void a_secret_that_was_not_there_is_asked_for_again_when_a_person_looks_anew()
            throws InterruptedException {
        fake.on("GET /v1/models", MODELS);
        Auth auth = new Auth.Bearer("{{secrets/team/missing}}");
        Connection saved = connections.save(draft().withAccess(Access.as(auth)));
        assertThat(trouble()).isInstanceOf(Problem.NotFound.class);
        secrets.kept.put("{{secrets/team/missing}}", "sk-3");
        connections.refresh(saved.id());
        await(Health.Well.class);
        assertThat(fake.last("GET /v1/models").header("Authorization")).isEqualTo("Bearer sk-3");
    }

    @Test
    void a_key_that_was_replaced_under_its_name_goes_with_the_look_that_a_person_asks_for()
            throws InterruptedException {
        fake.otherwise(FakeServer.json(401, "{}"));
        secrets.kept.put("{{secrets/team/missing}}", "old");
        Auth auth = new Auth.Bearer("{{secrets/team/missing}}");
        Connection saved = connections.save(draft().withAccess(Access.as(auth)));
        assertThat(trouble()).isInstanceOf(Problem.Unauthenticated.class);
        secrets.kept.put("{{secrets/team/missing}}", "new");
        fake.on("GET /v1/models", MODELS);
        connections.refresh(saved.id());
        await(Health.Well.class);
        connections.refresh(saved.id());
        assertThat(fake.asked()).anyMatch(one -> one.header("Authorization").equals("Bearer new"));
    }

    @Test
    void an_answer_that_nobody_foresaw_is_a_trouble_and_not_the_end_of_looking()
            throws InterruptedException {
        AtomicBoolean odd = new AtomicBoolean(true);
        RemoteServer kind =
                new RemoteServer() {
                    @Override
                    public String id() {
                        return "odd";
                    }

                    @Override
                    public String label() {
                        return "Odd";
                    }

                    @Override
                    public Optional<Recognition> recognise(Site site) {
                        return Optional.of(new Recognition("it is"));
                    }

                    @Override
                    public ServerLook look(Site site) {
                        if (odd.get()) {
                            throw new IllegalArgumentException("what it said");
                        }
                        return new ServerLook("", List.of(), Set.of(), Map.of(), List.of());
                    }

                    @Override
                    public Backend open(Site site, String model) {
                        throw new UnsupportedOperationException();
                    }
                };
        connections.close();
        connections = Connections.open(database, List.of(kind), secrets, Clock.systemUTC());
        Connection saved = connections.save(draft());
        assertThat(trouble().message()).contains("cannot be read").doesNotContain("it said");
        odd.set(false);
        connections.refresh(saved.id());
        await(Health.Well.class);
    }

    private void await(Class<? extends Health> health) throws InterruptedException {
        CountDownLatch come = new CountDownLatch(1);
        var following =
                connections
                        .all()
                        .subscribe(views -> {
                            if (health.isInstance(views.getFirst().health())) {
                                come.countDown();
                            }
                        });
        try (following) {
            assertThat(come.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    private Problem trouble() throws InterruptedException {
        AtomicReference<Problem> problem = new AtomicReference<>();
        CountDownLatch troubled = new CountDownLatch(1);
        var following =
                connections
                        .all()
                        .subscribe(views -> {
                            if (!views.isEmpty()
                                    && views.getFirst().health() instanceof Health.Troubled now) {
                                problem.set(now.problem());
                                troubled.countDown();
                            }
                        });
        try (following) {
            assertThat(troubled.await(20, TimeUnit.SECONDS)).isTrue();
            return problem.get();
        }
    }

    private static InferenceRequest ask() {
        return InferenceRequest.of(
                new Payload.Chat(List.of(ChatMessage.user("Hello")), 1, TextOptions.defaults()));
    }

    @Test
    void what_a_server_measures_is_remembered_until_the_connection_leads_to_another()
            throws Exception {
        connections.close();
        connections =
                Connections.open(
                        database, List.of(OpenAiServer.vllm()), secrets, Clock.systemUTC());
        fake.on("GET /v1/models", MODELS);
        fake.on(
                "GET /metrics",
                FakeServer.text(200, "vllm:num_requests_running{model_name=\"m\"} 3\n"));
        Reading running = new Reading.Level(Figure.Measure.REQUESTS_RUNNING);
        Connection saved = connections.save(draft().withServer("vllm"));
        FigureHistory history = connections.history(saved.id());
        CountDownLatch looked = new CountDownLatch(1);
        Subscription following =
                connections
                        .all()
                        .subscribe(views -> {
                            if (views.getFirst().health() instanceof Health.Well) {
                                looked.countDown();
                            }
                        });
        try (following) {
            assertThat(looked.await(20, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(history.models(running)).containsExactly("m");
        connections.save(saved.withName("new name"));
        assertThat(connections.history(saved.id())).isSameAs(history);
        URI elsewhere = URI.create(fake.address() + "/other");
        connections.save(
                new Connection(saved.id(), "here", elsewhere, "vllm", saved.access(), Map.of()));
        assertThat(connections.history(saved.id())).isNotSameAs(history);
        connections.delete(saved.id());
        assertThat(connections.history(saved.id()).models(running)).isEmpty();
    }

    private Connection draft() {
        return Connection.to("here", fake.address(), Access.open());
    }
}
