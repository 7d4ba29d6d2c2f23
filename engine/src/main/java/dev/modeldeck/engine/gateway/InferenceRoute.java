package dev.modeldeck.engine.gateway;

import dev.modeldeck.engine.kernel.Problem;

import io.helidon.webserver.CloseConnectionException;

/** Answers calls of endpoints over HTTP, whole or streamed. */
final class InferenceRoute {

    private static final String DOOR = "gateway";

    private final DialectCalls calls;

    InferenceRoute(DialectCalls calls) {
        this.calls = calls;
    }

    /**
     * An action that calls in a dialect.
     *
     * @param dialect id of the dialect
     */
    RouteTable.Action in(String dialect) {
        return exchange ->
                call(exchange, dialect, exchange.part("endpoint"), exchange.part("entity"));
    }

    void call(Exchange exchange, String dialect, String endpoint, String servedEntity) {
        DialectCalls.Call call =
                new DialectCalls.Call(
                        DOOR, dialect, exchange.requester(), endpoint, exchange.body());
        EventStream stream = new EventStream(exchange.response());
        try (Disconnects.Watch watch = exchange.watch()) {
            DialectCalls.Outcome outcome = calls.call(call, servedEntity, stream);
            if (watch.gone()) {
                throw new CloseConnectionException("The caller went away.");
            }
            if (stream.begun()) {
                // After the first byte the status is spent: an error is an event like the others.
                stream.event(outcome.problem() == null ? "[DONE]" : outcome.body());
                stream.close();
            } else {
                whole(exchange, outcome);
            }
        }
    }

    private static void whole(Exchange exchange, DialectCalls.Outcome outcome) {
        exchange.response().header("x-request-id", outcome.requestId());
        if (!outcome.servedEntity().isEmpty()) {
            exchange.response().header(EventStream.SERVED_MODEL, outcome.servedEntity());
        }
        if (outcome.problem() instanceof Problem.Overloaded overloaded) {
            exchange.retryAfter(overloaded);
        }
        exchange.text(outcome.status(), "application/json", outcome.body());
    }
}
