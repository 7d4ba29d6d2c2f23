package dev.modeldeck.engine.remote;

import dev.modeldeck.engine.connections.RemoteServer;
import dev.modeldeck.engine.connections.Site;
import dev.modeldeck.engine.http.HttpCalls;
import dev.modeldeck.engine.http.HttpTerms;
import dev.modeldeck.engine.inference.Backend;
import dev.modeldeck.engine.inference.ChatMessage;
import dev.modeldeck.engine.inference.ChunkListener;
import dev.modeldeck.engine.inference.InferenceRequest;
import dev.modeldeck.engine.inference.InferenceResult;
import dev.modeldeck.engine.inference.Payload;
import dev.modeldeck.engine.inference.TextOptions;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.remote.FakeServer.Answer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/**
 * A kind of server and its counterpart on loopback: what a kind teaches its contract, and how it is
 * asked.
 */
public abstract class ServerUnderTest {

    private final HttpCalls http = new HttpCalls(HttpTerms.patient());
    protected final FakeServer fake = new FakeServer();

    /** The kind under test. */
    protected abstract RemoteServer server();

    /** Teaches the fake all that is read of a server that is well. */
    protected abstract void beWell(FakeServer fake);

    /** A model that such a server lists. */
    protected abstract String model();

    /** The line of the request that asks the model: {@code POST /v1/chat/completions}. */
    protected abstract String query();

    /** An answer to {@link #ask} as the server sends it; a stream where it streams. */
    protected abstract Answer answer();

    /** What is asked. */
    protected InferenceRequest ask() {
        return InferenceRequest.of(
                new Payload.Chat(List.of(ChatMessage.user("Hello")), 1, TextOptions.defaults()));
    }

    /** Checks the result that came of {@link #answer}. */
    protected abstract void check(InferenceResult result);

    /** Whether its models can be called; a registry's cannot. */
    protected boolean answers() {
        return true;
    }

    /** The content type of streams; empty for a server that does not stream. */
    protected String streamType() {
        return "";
    }

    /** One piece of a stream with that text; the last one is followed by {@link #ending}. */
    protected String piece(String text) {
        throw new AssertionError("does not stream");
    }

    /** What ends a stream well. */
    protected String ending() {
        throw new AssertionError("does not stream");
    }

    /** Settings of the connection under test; ports that are looked at beside the main one. */
    protected Map<String, String> settings() {
        return Map.of();
    }

    protected Site site() {
        return new Site(
                fake.address(), http, () -> Map.of("Authorization", "Bearer k"), settings());
    }

    /** Where it is recognised; another one for a kind that is known by its name alone. */
    protected Site known() {
        return site();
    }

    @BeforeEach
    void teach() {
        beWell(fake);
    }

    @AfterEach
    void stop() {
        fake.close();
        http.close();
    }

    protected InferenceResult call(Site site) {
        return call(site, ChunkListener.none());
    }

    protected InferenceResult call(Site site, ChunkListener chunks) {
        return call(site, ask(), chunks);
    }

    protected InferenceResult call(Site site, InferenceRequest request, ChunkListener chunks) {
        try (Backend backend = server().open(site, model())) {
            return backend.answer(request, chunks);
        }
    }

    /** A stream of those texts, well ended. */
    protected Answer streamed(String... texts) {
        return FakeServer.stream(
                streamType(),
                pieces -> {
                    for (String text : texts) {
                        pieces.write(piece(text));
                    }
                    pieces.write(ending());
                });
    }

    /** The problem that a call ends with. */
    protected static Problem problem(Runnable call) {
        try {
            call.run();
        } catch (EngineException e) {
            return e.problem();
        }
        throw new AssertionError("no problem");
    }

    boolean streams() {
        return !streamType().isEmpty();
    }

    FakeServer refusing(int status) {
        return everywhere(FakeServer.json(status, "{\"error\":{\"message\":\"no\"}}"));
    }

    static FakeServer everywhere(Answer answer) {
        return new FakeServer().otherwise(answer);
    }

    static void await(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }
}
