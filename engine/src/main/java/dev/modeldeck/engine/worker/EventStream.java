package dev.modeldeck.engine.worker;

import dev.modeldeck.engine.wire.Json;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerResponse;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Server-sent events, begun with the first of them so that what fails before still gets a status of
 * its own. A write to a closed connection throws, which cancels whatever made the event.
 */
final class EventStream {

    private final ServerResponse response;
    private @Nullable OutputStream out;

    EventStream(ServerResponse response) {
        this.response = response;
    }

    boolean begun() {
        return out != null;
    }

    void send(List<ObjectNode> events) {
        StringBuilder text = new StringBuilder();
        events.forEach(event -> text.append("data: ").append(Json.write(event)).append("\n\n"));
        write(text.toString());
    }

    void done() {
        write("data: [DONE]\n\n");
        try {
            open().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(String text) {
        try {
            OutputStream stream = open();
            stream.write(text.getBytes(StandardCharsets.UTF_8));
            stream.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private OutputStream open() {
        OutputStream stream = out;
        if (stream == null) {
            response.header(HeaderNames.CONTENT_TYPE, "text/event-stream");
            response.header(HeaderNames.CACHE_CONTROL, "no-cache");
            stream = response.outputStream();
            out = stream;
        }
        return stream;
    }
}
