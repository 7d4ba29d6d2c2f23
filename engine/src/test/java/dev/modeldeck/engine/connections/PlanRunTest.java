package dev.modeldeck.engine.connections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.modeldeck.engine.connections.ActionOutcome.ReadBack;
import dev.modeldeck.engine.http.HttpCalls;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.kernel.Progress;
import dev.modeldeck.engine.remote.FakeServer;
import dev.modeldeck.engine.wire.Json;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;

/** What is sent by a plan, and what is said of what came of it. */
class PlanRunTest {

    private final FakeServer fake = new FakeServer();
    private final HttpCalls http = HttpCalls.patient();
    private final Site site = new Site(fake.address(), http, Map::of, Map.of());

    @BeforeEach
    void teach() {
        fake.on("PUT /thing", "{}");
    }

    @AfterEach
    void stop() {
        fake.close();
        http.close();
    }

    @Test
    void what_is_read_back_as_planned_is_said_to_be() {
        fake.on("GET /thing", "{\"size\":2,\"colour\":\"of its own\"}");
        assertThat(run("/thing").readBack()).isEqualTo(new ReadBack.AsPlanned());
    }

    @Test
    void what_was_made_otherwise_is_told() {
        fake.on("GET /thing", "[{\"size\":3}]");
        assertThat(run("/thing").readBack())
                .isEqualTo(new ReadBack.Otherwise(List.of(new Change("size", "2", "3"))));
    }

    @Test
    void what_cannot_be_read_back_is_not_called_as_planned() {
        fake.on("GET /thing", FakeServer.json(404, "{\"error\":\"no thing\"}"));
        assertThat(unread()).isEqualTo(new Problem.NotFound("no thing"));
        fake.on("GET /thing", FakeServer.text(200, "<html>Sign in</html>"));
        assertThat(unread().message()).contains("not answered with JSON");
        fake.on("GET /thing", FakeServer.json(403, "{}"));
        assertThat(unread()).isInstanceOf(Problem.Forbidden.class);
        fake.on("GET /thing", (exchange, _) -> exchange.close());
        assertThat(unread()).isInstanceOf(Problem.Unavailable.class);
    }

    @Test
    void where_there_is_nothing_to_ask_nothing_is_asked() {
        assertThat(run("").readBack()).isEqualTo(new ReadBack.Nothing());
        assertThat(fake.asked()).hasSize(1);
    }

    @Test
    void a_call_that_is_refused_is_the_end_of_it() {
        fake.on("PUT /thing", FakeServer.json(409, "{\"error\":\"not now\"}"));
        assertThatThrownBy(() -> run("/thing")).hasMessageContaining("not now");
        assertThat(fake.asked()).hasSize(1);
    }

    private Problem unread() {
        ActionOutcome outcome = run("/thing");
        assertThat(outcome.different()).isEmpty();
        return ((ReadBack.Unread) outcome.readBack()).why();
    }

    private ActionOutcome run(String readBack) {
        Plan plan =
                new Plan(
                        Json.object().put("size", 1),
                        Json.object().put("size", 2),
                        List.of(Plan.Call.of("PUT", "/thing", Json.object().put("size", 2))),
                        readBack);
        return new PlanRun(site, plan, Progress.none()).run();
    }
}
