package dev.modeldeck.engine.connections;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.remote.FakeServer;
import dev.modeldeck.engine.remote.openai.OpenAiServer;
import dev.modeldeck.engine.storage.Database;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** Connections against a server on loopback. */
class ConnectionsTest {

    @TempDir Path folder;

    private final FakeServer fake = new FakeServer();
    private final Box secrets = new Box();
    private Database database;
    private Connections connections;

    @BeforeEach
    void open() {
        database = Database.open(folder.resolve("modeldeck.db"));
        connections =
                Connections.open(
                        database,
                        List.of(OpenAiServer.compatible()),
                        secrets,
                        Clock.systemUTC());
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

    private Problem trouble() throws InterruptedException {
        AtomicReference<Problem> problem = new AtomicReference<>();
        CountDownLatch troubled = new CountDownLatch(1);
        var following =
                connections
                        .all()
                        .subscribe(views -> {
                            if (!views.isEmpty()
                                    && views.getFirst().health()
                                            instanceof Health.Troubled now) {
                                problem.set(now.problem());
                                troubled.countDown();
                            }
                        });
        try (following) {
            assertThat(troubled.await(20, TimeUnit.SECONDS)).isTrue();
            return problem.get();
        }
    }

    private Connection draft() {
        return Connection.to("here", fake.address(), Access.open());
    }

    /** Keeps secrets in memory. */
    private static final class Box implements SecretBox {

        private final Map<String, String> kept = new ConcurrentHashMap<>();

        @Override
        public String resolve(String text) {
            return kept.getOrDefault(text, text);
        }

        @Override
        public String keep(String key, String value) {
            String reference = "{{secrets/modeldeck/" + key + "}}";
            kept.put(reference, value);
            return reference;
        }

        @Override
        public boolean reference(String text) {
            return text.startsWith("{{secrets/");
        }

        @Override
        public void forget(String prefix, Set<String> but) {
            kept.keySet().removeIf(key -> key.contains(prefix) && !but.contains(key));
        }
    }
}
