package dev.modeldeck.engine.gateway;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerResponse;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * Server-sent events as the answer to a request. The status is sent with the first event, so that
 * an earlier problem still has a status of its own; each event is flushed.
 */
final class EventStream implements DialectCalls.Stream {

    static final String SERVED_MODEL = "served-model-name";

    private final ServerResponse response;
    private @Nullable OutputStream out;
    private String servedEntity = "";

    EventStream(ServerResponse response) {
        this.response = response;
    }

    boolean begun() {
        return out != null;
    }

    @Override
    public void routed(String entity) {
        servedEntity = entity;
    }

    @Override
    public void event(String json) {
        try {
            OutputStream stream = opened();
            stream.write(("data: " + json + "\n\n").getBytes(StandardCharsets.UTF_8));
            stream.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void close() {
        try {
            opened().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private OutputStream opened() {
        if (out == null) {
            response.header(HeaderNames.CONTENT_TYPE, "text/event-stream; charset=utf-8");
            response.header(HeaderNames.CACHE_CONTROL, "no-cache");
            response.header("X-Accel-Buffering", "no");
            if (!servedEntity.isEmpty()) {
                response.header(SERVED_MODEL, servedEntity);
            }
            out = response.outputStream();
        }
        return out;
    }
}
