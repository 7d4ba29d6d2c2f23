package dev.modeldeck.engine.local.encoder;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;

import dev.modeldeck.engine.local.torchscript.TorchModule;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** A loaded encoder with its head: texts in, a vector for each out. For one thread at a time. */
final class Encoder implements AutoCloseable {

    /** Texts of one length, from an index of the sorted texts on. */
    private record Run(int from, int texts, int length, int skip) {}

    private final EncoderShape shape;
    private final TorchModule module;
    private final EncoderWeights weights;

    /** The module with all weights added; they stay mapped until this is closed. */
    Encoder(EncoderShape shape, TorchModule module, EncoderWeights weights) {
        this.shape = shape;
        this.module = module;
        this.weights = weights;
    }

    /** The vectors of these texts, in their order. */
    float[][] vectors(List<Row> rows) {
        int[] order =
                IntStream.range(0, rows.size())
                        .boxed()
                        .sorted(
                                Comparator.comparingInt((Integer i) -> rows.get(i).length())
                                        .thenComparingInt(i -> rows.get(i).skip()))
                        .mapToInt(Integer::intValue)
                        .toArray();
        List<Row> sorted = IntStream.of(order).mapToObj(rows::get).toList();
        float[] flat = compute(sorted, runs(sorted));
        int width = flat.length / order.length;
        float[][] vectors = new float[order.length][width];
        for (int i = 0; i < order.length; i++) {
            System.arraycopy(flat, i * width, vectors[order[i]], 0, width);
        }
        return vectors;
    }

    private static List<Run> runs(List<Row> sorted) {
        List<Run> runs = new ArrayList<>();
        int from = 0;
        for (int i = 1; i <= sorted.size(); i++) {
            Row first = sorted.get(from);
            if (i == sorted.size()
                    || sorted.get(i).length() != first.length()
                    || sorted.get(i).skip() != first.skip()) {
                runs.add(new Run(from, i - from, first.length(), first.skip()));
                from = i;
            }
        }
        return runs;
    }

    private float[] compute(List<Row> sorted, List<Run> runs) {
        int tokens = sorted.stream().mapToInt(Row::length).sum();
        long[] ids = new long[tokens];
        long[] places = new long[tokens];
        long[] kinds = new long[tokens];
        int at = 0;
        for (Row row : sorted) {
            int place = shape.firstPosition();
            for (int i = 0; i < row.length(); i++, at++) {
                ids[at] = row.ids()[i];
                kinds[at] = Math.min(row.kinds()[i], Math.max(0, shape.tokenTypes() - 1));
                // A padding token, should a text hold one, has the place of all padding tokens.
                places[at] = row.ids()[i] == shape.padding() ? shape.padding() : place++;
            }
        }
        try (PtNDManager manager = (PtNDManager) module.manager().newSubManager();
                IValue idsValue = IValue.from((PtNDArray) manager.create(ids));
                IValue placesValue = IValue.from((PtNDArray) manager.create(places));
                IValue kindsValue = IValue.from((PtNDArray) manager.create(kinds));
                IValue texts = IValue.listFrom(runs.stream().mapToLong(Run::texts).toArray());
                IValue lengths = IValue.listFrom(runs.stream().mapToLong(Run::length).toArray());
                IValue skips = IValue.listFrom(runs.stream().mapToLong(Run::skip).toArray());
                IValue vectors =
                        module.call(
                                "run", idsValue, placesValue, kindsValue, texts, lengths, skips)) {
            return vectors.toTensor(manager).toFloatArray();
        }
    }

    @Override
    public void close() {
        module.close();
        weights.close();
    }
}
