package dev.modeldeck.engine.endpoints;

import dev.modeldeck.engine.inference.Backend;
import dev.modeldeck.engine.inference.ChunkListener;
import dev.modeldeck.engine.inference.InferenceRequest;
import dev.modeldeck.engine.inference.InferenceResult;
import dev.modeldeck.engine.inference.TextChunk;
import dev.modeldeck.engine.inference.Usage;
import dev.modeldeck.engine.kernel.EndpointName;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Live;
import dev.modeldeck.engine.kernel.LiveValue;
import dev.modeldeck.engine.kernel.Problem;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** Workers whose every step a test decides; by default they are ready at once. */
final class FakeWorkers implements EntityLauncher {

    final List<Worker> launched = new CopyOnWriteArrayList<>();
    volatile boolean readyAtOnce = true;

    @Override
    public Running launch(EndpointName endpoint, ServedEntity entity) {
        Worker worker = new Worker(entity);
        launched.add(worker);
        if (readyAtOnce) {
            worker.becomeReady();
        }
        return worker;
    }

    Worker last() {
        return launched.getLast();
    }

    /** The newest worker of a served entity. */
    Worker of(String servedEntity) {
        return launched.reversed().stream()
                .filter(w -> w.entity.name().equals(servedEntity))
                .findFirst()
                .orElseThrow();
    }

    static final class Worker implements Running, Backend {

        final ServedEntity entity;
        final LiveValue<State> state = new LiveValue<>(new State.Starting(0, "Loading"));
        final LiveValue<List<String>> log = new LiveValue<>(List.of());
        final AtomicInteger inside = new AtomicInteger();
        final AtomicInteger answered = new AtomicInteger();
        final AtomicInteger mostInside = new AtomicInteger();
        volatile Backend behaviour = echo();
        volatile CountDownLatch hold = new CountDownLatch(0);
        final List<Duration> overdue = new CopyOnWriteArrayList<>();
        volatile boolean closed;

        Worker(ServedEntity entity) {
            this.entity = entity;
        }

        void becomeReady() {
            state.set(new State.Ready(this, 4711));
        }

        void crash(int restarts) {
            state.set(new State.Recovering(new Problem.Unavailable("Killed."), restarts));
        }

        void fail(String why) {
            state.set(new State.Failed(new Problem.Unavailable(why)));
        }

        @Override
        public InferenceResult answer(InferenceRequest request, ChunkListener chunks) {
            if (closed) {
                throw new EngineException(new Problem.Unavailable("The worker has ended."));
            }
            mostInside.accumulateAndGet(inside.incrementAndGet(), Math::max);
            try {
                hold.await();
                InferenceResult result = behaviour.answer(request, chunks);
                answered.incrementAndGet();
                return result;
            } catch (InterruptedException e) {
                throw EngineException.cancelled();
            } finally {
                inside.decrementAndGet();
            }
        }

        @Override
        public Live<State> state() {
            return state;
        }

        @Override
        public Live<List<String>> log() {
            return log;
        }

        @Override
        public void overdue(Duration limit) {
            overdue.add(limit);
        }

        @Override
        public void close() {
            closed = true;
            state.set(new State.Stopped());
        }

        private Backend echo() {
            return new Backend() {
                @Override
                public InferenceResult answer(InferenceRequest request, ChunkListener chunks) {
                    chunks.onChunk(new TextChunk(0, "Hello ", 1, List.of()));
                    chunks.onChunk(new TextChunk(0, entity.name(), 1, List.of()));
                    return new InferenceResult.Text(
                            List.of(
                                    new InferenceResult.TextChoice(
                                            0,
                                            "Hello " + entity.name(),
                                            InferenceResult.FinishReason.STOP,
                                            null)),
                            new Usage(3, 2));
                }

                @Override
                public void close() {}
            };
        }
    }
}
