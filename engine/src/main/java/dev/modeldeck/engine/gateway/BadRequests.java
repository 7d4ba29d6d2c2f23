package dev.modeldeck.engine.gateway;

import dev.modeldeck.engine.wire.Json;

import io.helidon.http.DirectHandler;
import io.helidon.http.DirectHandler.EventType;
import io.helidon.http.DirectHandler.TransportRequest;
import io.helidon.http.DirectHandler.TransportResponse;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.http.DirectHandlers;

import java.nio.charset.StandardCharsets;

/** Answers to what is no proper HTTP, and so reaches no route: a sentence, and the end. */
final class BadRequests implements DirectHandler {

    private BadRequests() {}

    static DirectHandlers handlers() {
        DirectHandlers.Builder handlers = DirectHandlers.builder();
        for (EventType type : EventType.values()) {
            handlers.addHandler(type, new BadRequests());
        }
        return handlers.build();
    }

    @Override
    public TransportResponse handle(
            TransportRequest request,
            EventType type,
            Status status,
            ServerResponseHeaders headers,
            String message) {
        String said =
                status.code() >= 500
                        ? "The request could not be answered. Send it again as HTTP/1.1."
                        : "The request is not HTTP as this server reads it: check the address, the"
                                + " headers and their length, and send the body uncompressed.";
        String json =
                Json.write(Json.object().put("error_code", "BAD_REQUEST").put("message", said));
        return TransportResponse.builder()
                .status(status)
                .headers(headers)
                .header(HeaderNames.CONTENT_TYPE, "application/json")
                .header(HeaderValues.CONNECTION_CLOSE)
                .keepAlive(false)
                .entity(json.getBytes(StandardCharsets.UTF_8))
                .build();
    }
}
