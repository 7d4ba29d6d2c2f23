package dev.modeldeck.engine.local.text;

import dev.modeldeck.engine.local.vectors.Shift;
import dev.modeldeck.engine.local.vectors.Vectors;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Attention of the tokens of {@link ShortStep}: a thread takes a key head of a sequence with the
 * query heads that share it, turns them, keeps keys and values, and attends.
 */
final class ShortAttention {

    /** Numbers that fit behind what is read in vectors. */
    private static final int MARGIN = 64;

    private final Attention sizes;
    private final float headFloor;
    private final List<Step> steps;
    private final int[] firstRow;
    private final float[][] cosines;
    private final float[][] sines;
    private final float[] qkv;
    private final float[] attended;

    ShortAttention(ShortPass pass, List<Step> steps, int rows, float[] qkv, float[] attended) {
        this.sizes = pass.shape().attention();
        this.headFloor = (float) Math.sqrt(sizes.headSize() * pass.shape().norm().epsilon());
        this.steps = steps;
        this.qkv = qkv;
        this.attended = attended;
        List<Rope> ropes = pass.ropes();
        int size = sizes.headSize();
        cosines = new float[ropes.size()][rows * size];
        sines = new float[ropes.size()][rows * size];
        firstRow = new int[steps.size()];
        int row = 0;
        for (int i = 0; i < firstRow.length; i++) {
            Step step = steps.get(i);
            firstRow[i] = row;
            for (int r = 0; r < ropes.size(); r++) {
                float[] cos = ropes.get(r).cosines(step.start(), step.end(), step.scaled());
                float[] sin = ropes.get(r).signedSines(step.start(), step.end(), step.scaled());
                System.arraycopy(cos, 0, cosines[r], row * size, cos.length);
                System.arraycopy(sin, 0, sines[r], row * size, sin.length);
            }
            row += step.ids().length;
        }
    }

    /** For one thread. */
    Heads heads() {
        return new Heads(steps.stream().mapToInt(Step::end).max().orElse(0));
    }

    /** What one thread does. */
    final class Heads {

        private final float[] scores;
        private final float[] plain = new float[sizes.headSize()];
        private final float[] turned = new float[sizes.headSize()];

        private Heads(int longest) {
            this.scores = new float[longest + MARGIN];
        }

        /** Does this thread's share of a layer. */
        void run(ShortLayer layer, Shift shift) {
            int heads = sizes.kvHeads();
            int pieces = steps.size() * heads;
            for (int i = shift.next(); i < pieces; i = shift.next()) {
                attend(layer, i / heads, i % heads);
            }
        }

        private void attend(ShortLayer layer, int index, int kvHead) {
            Step step = steps.get(index);
            int first = firstRow[index];
            int count = step.ids().length;
            for (int i = 0; i < count; i++) {
                keep(layer, first + i, kvHead, (long) step.base() + step.start() + i);
            }
            for (int i = 0; i < count; i++) {
                int end = step.start() + i + 1;
                int since = layer.window() > 0 ? Math.max(0, end - layer.window()) : 0;
                int group = sizes.heads() / sizes.kvHeads();
                for (int j = 0; j < group; j++) {
                    attend(layer, first + i, kvHead * group + j, step.base() + since, end - since);
                }
            }
        }

        private void keep(ShortLayer layer, int row, int kvHead, long position) {
            int at = row * (sizes.queries() + 2 * sizes.keys());
            int key = at + sizes.queries() + kvHead * sizes.headSize();
            int value = key + sizes.keys();
            layer.keys()
                    .write(position, kvHead, turned(layer, key, sizes.heads() + kvHead, row), 0);
            biased(layer, value, sizes.queries() + sizes.keys() + kvHead * sizes.headSize());
            layer.values().write(position, kvHead, plain, 0);
        }

        private void attend(ShortLayer layer, int row, int head, long begin, int count) {
            int kvHead = head / (sizes.heads() / sizes.kvHeads());
            int at = row * (sizes.queries() + 2 * sizes.keys()) + head * sizes.headSize();
            float[] query = turned(layer, at, head, row);
            for (int i = 0; i < query.length; i++) {
                query[i] *= (float) sizes.scale();
            }
            layer.keys().arrange(query, 0, plain, 0);
            layer.keys().scores(plain, 0, begin, count, kvHead, scores, 0);
            if (sizes.cap() > 0) {
                Vectors.cap(scores, 0, count, (float) sizes.cap());
            }
            Vectors.softmax(scores, 0, count);
            int to = row * sizes.queries() + head * sizes.headSize();
            layer.values().sum(scores, 0, begin, count, kvHead, attended, to);
        }

        /** A query or key head with its bias, normalised and turned. */
        private float[] turned(ShortLayer layer, int at, int head, int row) {
            int size = sizes.headSize();
            biased(layer, at, head * size);
            float @Nullable [] norm = layer.headNorm();
            if (norm != null) {
                Vectors.norm(plain, 0, norm, head * size, headFloor, plain, 0, size);
            }
            int rope = layer.rope();
            Vectors.turn(plain, 0, cosines[rope], sines[rope], row * size, turned, size);
            return turned;
        }

        private void biased(ShortLayer layer, int at, int bias) {
            System.arraycopy(qkv, at, plain, 0, sizes.headSize());
            float @Nullable [] all = layer.qkv().bias();
            if (all != null) {
                Vectors.add(plain, 0, all, bias, sizes.headSize());
            }
        }
    }
}
