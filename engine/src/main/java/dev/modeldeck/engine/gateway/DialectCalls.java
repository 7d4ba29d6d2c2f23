package dev.modeldeck.engine.gateway;

/**
 * Calls an endpoint in the words of a dialect, bodies in and bodies out, as the HTTP routes do;
 * also for callers in this process (playground, replay), which thus see exactly what goes over the
 * wire.
 */
public final class DialectCalls {

    /**
     * A call.
     *
     * @param door recorded with the call: {@code gateway}, {@code playground}, {@code replay}
     * @param dialect {@code openai-chat}, {@code openai-completions}, {@code databricks}, {@code
     *     openinference}
     * @param body JSON as a client would send it; {@code "stream": true} streams where the dialect
     *     can
     */
    public record Call(
            String door, String dialect, String requester, String endpoint, String body) {}

    /**
     * The end of a call.
     *
     * @param status HTTP status
     * @param body the answer's JSON, or the error in the dialect's shape; for a stream the joined
     *     answer
     * @param servedEntity who answered; empty where nobody did
     */
    public record Outcome(
            String requestId, int status, String body, String servedEntity, double latencyMillis) {}

    /** Hears a streamed answer: each event exactly as sent, and the text in it. */
    public interface Stream {
        /** The JSON of one event, without the {@code data:} before it. */
        void event(String json);

        /** Text of the answer in the event just told; whole characters. */
        default void text(int choice, String text) {}

        static Stream none() {
            return json -> {};
        }
    }

    /** Blocks until the call is over; never throws for a problem. Interrupting cancels. */
    public Outcome call(Call call, Stream stream) {
        throw new UnsupportedOperationException();
    }
}
