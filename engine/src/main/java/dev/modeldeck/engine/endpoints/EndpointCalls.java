package dev.modeldeck.engine.endpoints;

import dev.modeldeck.engine.inference.Backend;
import dev.modeldeck.engine.inference.CallContext;
import dev.modeldeck.engine.inference.CallListener;
import dev.modeldeck.engine.inference.CallMeasures;
import dev.modeldeck.engine.inference.CallRecord;
import dev.modeldeck.engine.inference.ChunkListener;
import dev.modeldeck.engine.inference.InferenceRequest;
import dev.modeldeck.engine.inference.InferenceResult;
import dev.modeldeck.engine.inference.Payload;
import dev.modeldeck.engine.inference.Usage;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.kernel.RequestId;
import dev.modeldeck.engine.kernel.TimeLimit;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/**
 * The one path of every inference call: limits, traffic split, signature, time-out; then the
 * backend; then every {@link dev.modeldeck.engine.inference.CallListener}.
 */
public final class EndpointCalls implements AutoCloseable {

    /** An answer, and the call as every listener was told of it: who gave it, how long it took. */
    public record Answer(InferenceResult result, CallRecord call) {

        public String servedEntity() {
            return call.servedEntity();
        }
    }

    /**
     * Whom a call is for.
     *
     * @param endpoint its name as the caller wrote it; unknown ones are a not-found problem
     * @param servedEntity to be asked whatever its share of the traffic; empty to follow the split
     * @param from number of a call of ours whose server sent this one; any other where it is none
     */
    public record Addressee(String endpoint, String servedEntity, String from) {}

    /** The endpoints through which a running call has come, this gateway's only. */
    private record Chain(String endpoint, @Nullable Chain before) {

        boolean has(String name) {
            return endpoint.equals(name) || before != null && before.has(name);
        }
    }

    /** Told which served entity answers, before the first piece of its answer. */
    @FunctionalInterface
    public interface Routed {
        void to(String servedEntity);
    }

    /** Who is told how a call goes. */
    private record Hearing(CallMeter meter, Routed routed, ChunkListener chunks) {}

    private final Endpoints endpoints;
    private final List<CallListener> listeners;
    private final Supplier<Duration> limit;
    private final DoubleSupplier dice;
    private final ScheduledThreadPoolExecutor timers = TimeLimit.timers();
    private final Map<RequestId, Chain> running = new ConcurrentHashMap<>();

    /**
     * @param limit longest time of a call, its waiting included; asked at each call
     */
    public EndpointCalls(
            Endpoints endpoints, List<CallListener> listeners, Supplier<Duration> limit) {
        this(endpoints, listeners, limit, () -> ThreadLocalRandom.current().nextDouble());
    }

    /**
     * @param dice decides about the traffic split; numbers from 0 (inclusive) to 1 (exclusive)
     */
    EndpointCalls(
            Endpoints endpoints,
            List<CallListener> listeners,
            Supplier<Duration> limit,
            DoubleSupplier dice) {
        this.endpoints = endpoints;
        this.listeners = List.copyOf(listeners);
        this.limit = limit;
        this.dice = dice;
    }

    /**
     * Calls an endpoint. Blocks; interrupting cancels. Meant for virtual threads.
     *
     * @param endpoint its name as the caller wrote it; unknown ones are a not-found problem
     */
    public Answer call(
            String endpoint,
            InferenceRequest request,
            CallContext context,
            Routed routed,
            ChunkListener chunks) {
        return call(new Addressee(endpoint, "", ""), request, context, routed, chunks);
    }

    /** Calls an endpoint, or one served entity of it. Blocks; interrupting cancels. */
    public Answer call(
            Addressee addressee,
            InferenceRequest request,
            CallContext context,
            Routed routed,
            ChunkListener chunks) {
        CallMeter meter = new CallMeter(request.id(), context, addressee.endpoint(), Instant.now());
        Problem problem =
                new Problem.Internal("The call failed unexpectedly. The program's log says more.");
        CallRecord call = null;
        try (TimeLimit watch = new TimeLimit(limit.get(), timers)) {
            try {
                InferenceResult result =
                        meter.counted(
                                routedCall(
                                        addressee,
                                        request,
                                        new Hearing(meter, routed, chunks),
                                        watch),
                                request.payload());
                call = meter.succeeded(result);
                return new Answer(result, call);
            } catch (EngineException e) {
                problem = watch.passed() ? timedOut(watch, e) : e.problem();
                throw problem.equals(e.problem()) ? e : new EngineException(problem, e);
            } catch (InterruptedException e) {
                EngineException cancelled = EngineException.cancelled();
                problem = watch.passed() ? timedOut(watch, cancelled) : cancelled.problem();
                throw new EngineException(problem, e);
            }
        } finally {
            running.remove(request.id());
            tell(call == null ? meter.failed(meter.callerGone() ? callerGone() : problem) : call);
        }
    }

    /** Refuses a name that no endpoint has, before anything else is said about a call of it. */
    public void requireKnown(String endpoint) {
        endpoints.routing(endpoint);
    }

    /** Records a call that was refused before it could be made, for example for malformed JSON. */
    public void refused(
            String endpoint,
            RequestId id,
            Instant startedAt,
            CallContext context,
            Problem problem) {
        Duration latency = Duration.between(startedAt, Instant.now());
        tell(
                new CallRecord(
                        id,
                        startedAt,
                        context,
                        endpoint,
                        "",
                        problem.status(),
                        problem,
                        latency.isNegative() ? Duration.ZERO : latency,
                        Duration.ZERO,
                        null,
                        Usage.NONE,
                        null,
                        null,
                        CallMeasures.NONE));
    }

    @Override
    public void close() {
        timers.shutdownNow();
    }

    private InferenceResult routedCall(
            Addressee addressee, InferenceRequest request, Hearing hearing, TimeLimit watch)
            throws InterruptedException {
        endpoints.routing(addressee.endpoint()); // unknown names are no calls of any endpoint
        Chain before = running.get(new RequestId(addressee.from()));
        running.put(request.id(), new Chain(addressee.endpoint(), before));
        listeners.forEach(l -> l.started(request.id(), addressee.endpoint()));
        if (before != null && before.has(addressee.endpoint())) {
            throw new EngineException(
                    new Problem.Invalid(
                            "Endpoint \"%s\" asks itself: the server of one of its models is this gateway. Give that model another address."
                                    .formatted(addressee.endpoint()),
                            "endpoint"));
        }
        while (true) {
            EntitySlot slot = pick(addressee);
            Payload payload = slot.toBackend(request.payload());
            if (!slot.gate().enter()) {
                continue; // an update switched over just now
            }
            try {
                slot.gate().awaitSlot();
                long begin = System.nanoTime();
                try {
                    Backend backend = slot.backend();
                    if (backend == null) {
                        continue; // it crashed while this call waited
                    }
                    String entity = slot.entity().name();
                    hearing.meter().routed(entity);
                    listeners.forEach(l -> l.routed(request.id(), addressee.endpoint(), entity));
                    hearing.routed().to(entity);
                    InferenceResult result =
                            backend.answer(
                                    new InferenceRequest(request.id(), payload),
                                    hearing.meter().listening(hearing.chunks()));
                    return slot.fromBackend(request.payload(), result);
                } finally {
                    if (watch.passed()) {
                        slot.running().overdue(watch.limit());
                    }
                    slot.gate().release(System.nanoTime() - begin);
                }
            } finally {
                slot.gate().leave();
            }
        }
    }

    /** From the routing as it is now: one that an update replaced meanwhile says nothing. */
    private EntitySlot pick(Addressee addressee) {
        while (true) {
            Routing routing = endpoints.routing(addressee.endpoint());
            try {
                return addressee.servedEntity().isEmpty()
                        ? routing.pick(dice)
                        : routing.named(addressee.servedEntity());
            } catch (EngineException e) {
                if (endpoints.routing(addressee.endpoint()) == routing) {
                    throw e;
                }
            }
        }
    }

    private void tell(CallRecord call) {
        listeners.forEach(listener -> listener.finished(call));
    }

    private static Problem timedOut(TimeLimit watch, EngineException cause) {
        return switch (cause.problem()) {
            case Problem.Cancelled _ ->
                    new Problem.TimedOut(
                            "The call took longer than the limit of %d s and was ended. Ask for less, or raise the limit in the settings."
                                    .formatted(watch.limit().toSeconds()),
                            watch.limit());
            default -> cause.problem();
        };
    }

    private static Problem callerGone() {
        return new Problem.Cancelled("The caller went away before the answer was complete.");
    }
}
