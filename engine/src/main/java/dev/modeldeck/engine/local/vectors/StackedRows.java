package dev.modeldeck.engine.local.vectors;

import java.util.List;

/** Matrices with the same inputs, one under another. */
final class StackedRows implements RowMatrix {

    private final List<RowMatrix> parts;
    private final int[] starts;

    StackedRows(List<RowMatrix> parts) {
        RowMatrix one = parts.getFirst();
        this.parts = List.copyOf(parts);
        this.starts = new int[parts.size() + 1];
        for (int i = 0; i < parts.size(); i++) {
            RowMatrix part = parts.get(i);
            if (part.getClass() != one.getClass() || part.inputs() != one.inputs()) {
                throw new IllegalArgumentException("These matrices are not of one kind.");
            }
            starts[i + 1] = starts[i] + part.outputs();
        }
    }

    @Override
    public int outputs() {
        return starts[parts.size()];
    }

    @Override
    public int inputs() {
        return parts.getFirst().inputs();
    }

    @Override
    public int step() {
        return parts.getFirst().step();
    }

    @Override
    public int arranged() {
        return parts.getFirst().arranged();
    }

    @Override
    public void arrange(float[] x, int from, float[] to, int at) {
        parts.getFirst().arrange(x, from, to, at);
    }

    @Override
    public void multiply(float[] x, int count, float[] y, int at, int stride, int first, int end) {
        for (int i = 0; i < parts.size(); i++) {
            int from = Math.max(first, starts[i]);
            int to = Math.min(end, starts[i + 1]);
            if (from < to) {
                int above = starts[i];
                parts.get(i).multiply(x, count, y, at + above, stride, from - above, to - above);
            }
        }
    }
}
