package dev.modeldeck.engine.requestlog;

import dev.modeldeck.engine.inference.CallContext;
import dev.modeldeck.engine.inference.CallRecord;
import dev.modeldeck.engine.inference.InferenceResult;
import dev.modeldeck.engine.inference.Tensor;
import dev.modeldeck.engine.kernel.EngineException;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tools.jackson.core.JacksonException;

import java.nio.ByteBuffer;

/**
 * A call on its way into the log.
 *
 * @param call without its bodies where they are not to be kept, so that they take no memory
 * @param note why they are not; null where they are
 * @param bytes that its bodies take about
 */
record WaitingCall(CallRecord call, @Nullable String note, long bytes) {

    static final String SWITCHED_OFF = "Bodies are switched off in the settings.";
    static final String TOO_MANY = "So many calls came that their bodies could not be kept.";

    private static final String NOT_RENDERED = "The bodies could not be rendered.";
    private static final Logger LOG = LoggerFactory.getLogger(WaitingCall.class);

    static WaitingCall of(CallRecord call, boolean keepBodies) {
        return keepBodies ? new WaitingCall(call, null, bytes(call)) : without(call, SWITCHED_OFF);
    }

    static WaitingCall without(CallRecord call, String note) {
        CallContext context = call.context();
        return new WaitingCall(
                new CallRecord(
                        call.id(),
                        call.startedAt(),
                        new CallContext(
                                context.door(),
                                context.dialect(),
                                context.requester(),
                                context.streamed(),
                                null,
                                result -> ""),
                        call.endpoint(),
                        call.servedEntity(),
                        call.status(),
                        call.problem(),
                        call.latency(),
                        call.queued(),
                        call.timeToFirstToken(),
                        call.usage(),
                        null,
                        null,
                        call.measures()),
                note,
                0);
    }

    /** Renders the answer. Foreign code does it: what goes wrong in it costs one body. */
    LogEntry entry() {
        if (note != null) {
            return new LogEntry(call, new LoggedCall.Bodies(null, null, note));
        }
        try {
            return LogEntry.of(call);
        } catch (JacksonException
                | EngineException
                | IllegalStateException
                | IllegalArgumentException e) {
            LOG.error("The answer of a call could not be rendered for the log", e);
            return new LogEntry(call, new LoggedCall.Bodies(null, null, NOT_RENDERED));
        }
    }

    /** A request twice: what renders the answer holds what was read from it, and its text. */
    private static long bytes(CallRecord call) {
        return 2 * length(call.context().requestBody())
                + length(call.partialAnswer())
                + (call.result() == null ? 0 : bytes(call.result()));
    }

    private static long length(@Nullable String text) {
        return text == null ? 0 : text.length();
    }

    private static long bytes(InferenceResult result) {
        return switch (result) {
            case InferenceResult.Text text ->
                    text.choices().stream()
                            .mapToLong(choice -> choice.text().length() + choice.thought().length())
                            .sum();
            case InferenceResult.Embeddings embeddings ->
                    embeddings.vectors().stream().mapToLong(v -> v.length * 4L).sum();
            case InferenceResult.Classes classes ->
                    classes.scores().stream().mapToLong(row -> row.length * 4L).sum();
            case InferenceResult.Relevance relevance -> relevance.scores().size() * 16L;
            case InferenceResult.Predictions predictions -> predictions.predictions().size() * 16L;
            case InferenceResult.Tensors tensors ->
                    tensors.outputs().stream().mapToLong(t -> bytes(t.data())).sum();
        };
    }

    private static long bytes(Tensor.Data data) {
        return switch (data) {
            case Tensor.Data.Fixed fixed -> fixed.bytes().remaining();
            case Tensor.Data.Strings strings ->
                    strings.values().stream().mapToLong(ByteBuffer::remaining).sum();
        };
    }
}
