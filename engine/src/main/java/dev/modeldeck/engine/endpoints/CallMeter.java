package dev.modeldeck.engine.endpoints;

import dev.modeldeck.engine.inference.CallContext;
import dev.modeldeck.engine.inference.CallMeasures;
import dev.modeldeck.engine.inference.CallRecord;
import dev.modeldeck.engine.inference.ChunkListener;
import dev.modeldeck.engine.inference.InferenceResult;
import dev.modeldeck.engine.inference.Payload;
import dev.modeldeck.engine.inference.TextChunk;
import dev.modeldeck.engine.inference.Usage;
import dev.modeldeck.engine.inference.WireFacts;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.kernel.RequestId;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * Follows one call with a stopwatch and keeps what it said so far. Confined to the call's thread.
 */
final class CallMeter {

    private static final int OK = 200;

    private final RequestId id;
    private final CallContext context;
    private final String endpoint;
    private final Instant startedAt;
    private final long begin = System.nanoTime();
    private final Map<Integer, StringBuilder> texts = new TreeMap<>();

    private String servedEntity = "";
    private long queuedNanos;
    private long firstTokenNanos = -1;
    private long lastTokenNanos;
    private long longestGapNanos;
    private int pieces;
    private int tokens;
    private WireFacts wire = WireFacts.NONE;
    private boolean listenerThrew;

    CallMeter(RequestId id, CallContext context, String endpoint, Instant startedAt) {
        this.id = id;
        this.context = context;
        this.endpoint = endpoint;
        this.startedAt = startedAt;
    }

    /** The call has its slot. */
    void routed(String entity) {
        servedEntity = entity;
        queuedNanos = System.nanoTime() - begin;
    }

    /** Passes the pieces on and looks at them on their way. */
    ChunkListener listening(ChunkListener to) {
        return new ChunkListener() {
            @Override
            public void onChunk(TextChunk chunk) {
                note(chunk);
                listenerThrew = true;
                to.onChunk(chunk);
                listenerThrew = false;
            }

            @Override
            public void onWire(WireFacts facts) {
                wire = facts;
                to.onWire(facts);
            }
        };
    }

    /** Whether the caller's own listener threw: the caller is gone, nothing of ours failed. */
    boolean callerGone() {
        return listenerThrew;
    }

    private void note(TextChunk chunk) {
        long now = System.nanoTime() - begin;
        if (firstTokenNanos < 0) {
            firstTokenNanos = now;
        } else {
            longestGapNanos = Math.max(longestGapNanos, now - lastTokenNanos);
        }
        lastTokenNanos = now;
        pieces++;
        tokens += chunk.tokens();
        StringBuilder text = texts.computeIfAbsent(chunk.choice(), ignored -> new StringBuilder());
        text.append(chunk.thought()).append(chunk.text());
        if (chunk.call() != null) {
            text.append(chunk.call().name()).append(chunk.call().arguments());
        }
    }

    /** With an estimate of its tokens where the server told none. */
    InferenceResult counted(InferenceResult result, Payload asked) {
        return result instanceof InferenceResult.Text text && text.usage().equals(Usage.NONE)
                ? text.counted(TokenEstimate.of(asked, text, pieces))
                : result;
    }

    CallRecord succeeded(InferenceResult result) {
        boolean estimated = result instanceof InferenceResult.Text text && text.notes().estimated();
        return record(OK, null, result.usage(), estimated, result, null);
    }

    CallRecord failed(Problem problem) {
        String partial = texts.isEmpty() ? null : String.join("\n\n", texts.values());
        Usage usage = new Usage(0, Math.max(tokens, pieces));
        boolean estimated = tokens < pieces;
        return record(problem.status(), problem, usage, estimated, null, partial);
    }

    private CallRecord record(
            int status,
            @Nullable Problem problem,
            Usage usage,
            boolean estimated,
            @Nullable InferenceResult result,
            @Nullable String partial) {
        return new CallRecord(
                id,
                startedAt,
                context,
                endpoint,
                servedEntity,
                status,
                problem,
                Duration.ofNanos(System.nanoTime() - begin),
                Duration.ofNanos(queuedNanos),
                firstTokenNanos < 0 ? null : Duration.ofNanos(firstTokenNanos),
                usage,
                result,
                partial,
                measures(usage, estimated));
    }

    private CallMeasures measures(Usage usage, boolean estimated) {
        int after = usage.completionTokens() - 1;
        boolean several = pieces > 1 && after > 0;
        return new CallMeasures(
                several ? Duration.ofNanos((lastTokenNanos - firstTokenNanos) / after) : null,
                pieces > 1 ? Duration.ofNanos(longestGapNanos) : null,
                wire,
                estimated);
    }
}
