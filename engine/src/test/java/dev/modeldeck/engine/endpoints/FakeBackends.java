package dev.modeldeck.engine.endpoints;

import dev.modeldeck.engine.inference.Backend;
import dev.modeldeck.engine.inference.ChunkListener;
import dev.modeldeck.engine.inference.InferenceRequest;
import dev.modeldeck.engine.inference.InferenceResult;
import dev.modeldeck.engine.inference.TextChunk;
import dev.modeldeck.engine.kernel.EngineException;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

/** Backends that never come to an end of their own. */
final class FakeBackends {

    private FakeBackends() {}

    /** Says half, then waits until it is interrupted. */
    static Backend speakThenHang(CountDownLatch speaking) {
        return of(chunks -> {
            chunks.onChunk(new TextChunk(0, "Half", 1, List.of()));
            speaking.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                throw EngineException.cancelled();
            }
        });
    }

    static Backend of(Consumer<ChunkListener> what) {
        return new Backend() {
            @Override
            public InferenceResult answer(InferenceRequest request, ChunkListener chunks) {
                what.accept(chunks);
                throw new AssertionError("not reached");
            }

            @Override
            public void close() {}
        };
    }
}
