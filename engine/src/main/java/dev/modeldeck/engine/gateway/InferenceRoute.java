package dev.modeldeck.engine.gateway;

import dev.modeldeck.engine.kernel.Problem;

import io.helidon.webserver.CloseConnectionException;

/** Answers calls of endpoints over HTTP, whole or streamed. */
final class InferenceRoute {

    private static final String DOOR = "gateway";
    private static final String REQUEST_ID = "x-request-id";

    private final DialectCalls calls;

    InferenceRoute(DialectCalls calls) {
        this.calls = calls;
    }

    /**
     * An action that calls in a dialect; the path may name the endpoint and the served entity.
     *
     * @param dialect id of the dialect
     */
    RouteTable.Action in(String dialect) {
        return new RouteTable.Action() {
            @Override
            public void run(Exchange exchange) {
                call(exchange, call(exchange, dialect, exchange.body()));
            }

            @Override
            public void refused(Exchange exchange, Problem problem) {
                String id = calls.refused(call(exchange, dialect, ""), problem);
                exchange.response().header(REQUEST_ID, id);
            }
        };
    }

    private static DialectCalls.Call call(Exchange exchange, String dialect, String body) {
        return new DialectCalls.Call(
                DOOR, dialect, exchange.requester(), exchange.part("endpoint"), body);
    }

    private void call(Exchange exchange, DialectCalls.Call call) {
        EventStream stream = new EventStream(exchange.response());
        try (Disconnects.Watch watch = exchange.watch()) {
            DialectCalls.Outcome outcome =
                    calls.call(call, exchange.part("entity"), exchange.header(REQUEST_ID), stream);
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
        exchange.response().header(REQUEST_ID, outcome.requestId());
        if (!outcome.servedEntity().isEmpty()) {
            exchange.response().header(EventStream.SERVED_MODEL, outcome.servedEntity());
        }
        if (outcome.problem() != null) {
            exchange.retryAfter(outcome.problem());
        }
        exchange.text(outcome.status(), "application/json", outcome.body());
    }
}
