package dev.modeldeck.engine.local.text;

import dev.modeldeck.engine.local.kernels.Activation;
import dev.modeldeck.engine.local.vectors.RowMatrix;
import dev.modeldeck.engine.local.vectors.Shift;
import dev.modeldeck.engine.local.vectors.Vectors;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * One step of {@link ShortPass}. Each thread has the vectors between layers for itself, so that
 * they need not wait for who computes them; the threads share out the rows of matrices and the
 * heads of attention, and write what they make of these to memory of all.
 */
final class ShortStep {

    /** Inputs from which on threads share out the arranging, too. */
    private static final int MANY = 4;

    private final ShortPass pass;
    private final DecoderShape shape;
    private final ShortAttention attention;
    private final int threads;
    private final int rows;
    private final float floor;
    private final float[] embedded;

    private final float[] qkv;
    private final float[] attended;
    private final float[] both;
    private final float[] added;
    private final float[] arranged;
    private final float[] logits;

    /** Fills the arranged input of a row. */
    @FunctionalInterface
    private interface Input {
        void fill(int row, float[] plain);
    }

    ShortStep(ShortPass pass, List<Step> steps, float[] embedded, int threads) {
        this.pass = pass;
        this.shape = pass.shape();
        this.threads = threads;
        this.embedded = embedded;
        this.rows = embedded.length / shape.hidden();
        this.floor = (float) Math.sqrt(shape.hidden() * shape.norm().epsilon());
        Attention sizes = shape.attention();
        qkv = new float[rows * (sizes.queries() + 2 * sizes.keys())];
        attended = new float[rows * sizes.queries()];
        both = new float[rows * shape.mlp().firstRows()];
        added = new float[rows * shape.hidden()];
        arranged = new float[rows < MANY ? 0 : rows * pass.widest()];
        logits = new float[rows * shape.vocabulary()];
        attention = new ShortAttention(pass, steps, rows, qkv, attended);
    }

    /** One row for each token. */
    float[][] logits() {
        if (rows == 1) {
            return new float[][] {logits};
        }
        float[][] all = new float[rows][shape.vocabulary()];
        for (int i = 0; i < rows; i++) {
            System.arraycopy(logits, i * shape.vocabulary(), all[i], 0, shape.vocabulary());
        }
        return all;
    }

    /** What one thread does. */
    void compute(Shift shift, int member) {
        new Member(shift).run();
    }

    private final class Member {

        private final Shift shift;
        private final ShortAttention.Heads heads = attention.heads();
        private final float[] x = embedded.clone();
        private final float[] mine = rows < MANY ? new float[rows * pass.widest()] : arranged;
        private final float[] plain =
                new float
                        [Math.max(
                                shape.hidden(),
                                Math.max(shape.mlp().width(), shape.attention().queries()))];

        Member(Shift shift) {
            this.shift = shift;
        }

        void run() {
            for (int i = 0; i < pass.layers().size(); i++) {
                ShortLayer layer = pass.layers().get(i);
                multiply(layer.qkv(), qkv, normed(layer.attentionNorm()));
                shift.meet();
                heads.run(layer, shift);
                shift.meet();
                multiply(layer.output(), added, this::attendedRow);
                shift.meet();
                add(layer.output().bias(), layer.attentionPostNorm());
                multiply(layer.first(), both, normed(layer.mlpNorm()));
                shift.meet();
                multiply(layer.down(), added, this::activated);
                shift.meet();
                add(layer.down().bias(), layer.mlpPostNorm());
            }
            multiply(new ShortLayer.Map(pass.head(), null), logits, normed(pass.lastNorm()));
            shift.meet();
            capLogits();
        }

        private Input normed(float[] weight) {
            int size = shape.hidden();
            return (row, to) -> Vectors.norm(x, row * size, weight, 0, floor, to, 0, size);
        }

        private void attendedRow(int row, float[] to) {
            int size = shape.attention().queries();
            System.arraycopy(attended, row * size, to, 0, size);
        }

        private void activated(int row, float[] to) {
            int width = shape.mlp().width();
            int from = row * 2 * width;
            if (shape.mlp().activation() == Activation.SILU) {
                Vectors.gatedSilu(both, from, to, 0, width);
            } else {
                Vectors.gatedGelu(both, from, to, 0, width);
            }
        }

        /** Products of all inputs with this thread's share of the rows. */
        private void multiply(ShortLayer.Map map, float[] y, Input input) {
            RowMatrix matrix = map.matrix();
            int size = matrix.arranged();
            if (rows < MANY) {
                for (int row = 0; row < rows; row++) {
                    input.fill(row, plain);
                    matrix.arrange(plain, 0, mine, row * size);
                }
            } else {
                for (int row = shift.next(); row < rows; row = shift.next()) {
                    input.fill(row, plain);
                    matrix.arrange(plain, 0, mine, row * size);
                }
                shift.meet();
            }
            int outputs = matrix.outputs();
            int piece = piece(matrix);
            for (int i = shift.next(); i * piece < outputs; i = shift.next()) {
                int end = Math.min((i + 1) * piece, outputs);
                matrix.multiply(mine, rows, y, 0, outputs, i * piece, end);
            }
        }

        /** Outputs that are computed at once: some pieces for each thread. */
        private int piece(RowMatrix matrix) {
            int pieces = threads == 1 ? 1 : 4 * threads;
            int size = (matrix.outputs() + pieces - 1) / pieces;
            return (size + matrix.step() - 1) / matrix.step() * matrix.step();
        }

        /** x += what a part of the layer gave. */
        private void add(float @Nullable [] bias, float @Nullable [] norm) {
            int size = shape.hidden();
            for (int row = 0; row < rows; row++) {
                int at = row * size;
                float[] part = added;
                int from = at;
                if (bias != null || norm != null) {
                    System.arraycopy(added, at, plain, 0, size);
                    part = plain;
                    from = 0;
                }
                if (bias != null) {
                    Vectors.add(part, 0, bias, 0, size);
                }
                if (norm != null) {
                    Vectors.norm(part, 0, norm, 0, floor, part, 0, size);
                }
                Vectors.add(x, at, part, from, size);
            }
        }

        private void capLogits() {
            if (shape.logitCap() > 0) {
                for (int row = shift.next(); row < rows; row = shift.next()) {
                    int at = row * shape.vocabulary();
                    Vectors.cap(logits, at, shape.vocabulary(), (float) shape.logitCap());
                }
            }
        }
    }
}
