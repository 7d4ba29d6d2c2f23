package dev.modeldeck.engine.local.text;

import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.local.vectors.Crew;
import dev.modeldeck.engine.local.vectors.RowMatrix;

import java.util.List;
import java.util.stream.Stream;

/**
 * The forward pass of short steps: the same as {@link DecoderMethods} writes for PyTorch, in Java.
 * One token is a matter of reading the weights once, which PyTorch delays by hundreds of operations
 * that each take microseconds to hand out; here a layer is five stages of a few threads. Whether a
 * step is computed here depends on the step alone, and an answer not on who else is served.
 *
 * <p>Keys and values are the module's own, in which prompts are read.
 */
final class ShortPass implements AutoCloseable {

    private final DecoderShape shape;
    private final List<ShortLayer> layers;
    private final float[] lastNorm;
    private final RowMatrix head;
    private final Crew crew;
    private final List<Rope> ropes;
    private final int widest;
    private boolean closed;

    ShortPass(
            DecoderShape shape,
            List<ShortLayer> layers,
            float[] lastNorm,
            RowMatrix head,
            int threads) {
        this.shape = shape;
        this.layers = layers;
        this.lastNorm = lastNorm;
        this.head = head;
        this.crew = new Crew(threads);
        this.ropes = shape.ropes();
        this.widest =
                layers.stream()
                        .flatMap(layer ->
                                Stream.of(layer.qkv(), layer.output(), layer.first(), layer.down()))
                        .mapToInt(map -> map.matrix().arranged())
                        .reduce(head.arranged(), Math::max);
    }

    /**
     * Computes steps together.
     *
     * @param x embedded tokens of all steps, one row each
     * @param threads that compute
     * @return logits of all tokens
     */
    synchronized float[][] logits(List<Step> steps, float[] x, int threads) {
        if (closed) {
            throw EngineException.cancelled();
        }
        ShortStep step = new ShortStep(this, steps, x, threads);
        crew.run(threads, step::compute);
        return step.logits();
    }

    DecoderShape shape() {
        return shape;
    }

    List<ShortLayer> layers() {
        return layers;
    }

    float[] lastNorm() {
        return lastNorm;
    }

    RowMatrix head() {
        return head;
    }

    List<Rope> ropes() {
        return ropes;
    }

    /** Numbers of the longest input of a map, arranged. */
    int widest() {
        return widest;
    }

    /** Waits for the step that is computed; what it reads is let go after this. */
    @Override
    public synchronized void close() {
        closed = true;
        crew.close();
    }
}
