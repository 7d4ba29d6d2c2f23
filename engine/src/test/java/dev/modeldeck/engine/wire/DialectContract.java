package dev.modeldeck.engine.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.modeldeck.engine.inference.InferenceResult;
import dev.modeldeck.engine.inference.TextChunk;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.kernel.RequestId;

import org.junit.jupiter.api.Test;

import tools.jackson.databind.node.ObjectNode;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What every dialect must do. */
public abstract class DialectContract {

    private static final Dialect.Stamp STAMP =
            new Dialect.Stamp(
                    new RequestId("id-1"), Instant.ofEpochSecond(7), "endpoint-x", "entity-y");

    protected abstract Dialect dialect();

    /** A body that is understood. */
    protected abstract String goodBody();

    /** The same, streamed; empty where the dialect cannot. */
    protected abstract String streamedBody();

    /** What a backend answers to it, and a piece of text that its answer must hold. */
    protected abstract InferenceResult result();

    protected abstract String expectedInAnswer();

    @Test
    void its_id_is_a_plain_word() {
        assertThat(dialect().id()).matches("[a-z][a-z0-9-]*");
    }

    @Test
    void a_good_body_is_read_and_answered() {
        Dialect.Asked asked = dialect().read(Json.parseObject(goodBody()));
        assertThat(asked.streamed()).isFalse();
        assertThat(Json.write(asked.answer(STAMP, result()))).contains(expectedInAnswer());
    }

    @Test
    void unknown_keys_are_no_fault() {
        ObjectNode body = Json.parseObject(goodBody()).put("some_new_key", 1);
        assertThat(dialect().read(body).payload())
                .hasSameClassAs(dialect().read(Json.parseObject(goodBody())).payload());
    }

    @Test
    void an_empty_object_is_the_callers_fault() {
        assertThatExceptionOfType(EngineException.class)
                .isThrownBy(() -> dialect().read(Json.object()))
                .satisfies(e -> assertThat(e.problem().status()).isEqualTo(400));
    }

    @Test
    void every_problem_has_an_error_body_with_its_message() {
        List<Problem> problems =
                List.of(
                        new Problem.Invalid("Because.", "x"),
                        new Problem.Unsupported("Because."),
                        new Problem.Unauthenticated("Because."),
                        new Problem.Forbidden("Because."),
                        new Problem.NotFound("Because."),
                        new Problem.AlreadyExists("Because."),
                        new Problem.Conflict("Because."),
                        new Problem.TooLarge("Because.", 1),
                        new Problem.Overloaded("Because.", Duration.ofSeconds(1)),
                        new Problem.Cancelled("Because."),
                        new Problem.Unavailable("Because."),
                        new Problem.TimedOut("Because.", Duration.ofSeconds(1)),
                        new Problem.Upstream("Because.", 502),
                        new Problem.Damaged("Because.", "file"),
                        new Problem.Internal("Because."));
        for (Problem problem : problems) {
            ObjectNode error = dialect().error(problem);
            assertThat(Json.write(error)).contains("Because.");
            Problem read = StatusProblems.of(problem.status(), error);
            assertThat(read.message()).endsWith("Because.");
        }
    }

    @Test
    void pieces_of_a_stream_hold_the_text_and_end() {
        if (streamedBody().isEmpty()) {
            return;
        }
        Dialect.Asked asked = dialect().read(Json.parseObject(streamedBody()));
        assertThat(asked.streamed()).isTrue();
        Dialect.Events events = asked.events(STAMP);
        List<ObjectNode> sent = new ArrayList<>(events.chunk(new TextChunk(0, "☃", 1, List.of())));
        assertThat(Json.write(sent.getLast())).contains("☃");
        assertThat(events.end(result())).isNotEmpty();
    }
}
