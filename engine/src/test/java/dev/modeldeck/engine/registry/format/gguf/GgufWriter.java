package dev.modeldeck.engine.registry.format.gguf;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Writes GGUF files, value by value, as docs/gguf.md describes them. */
public final class GgufWriter {

    private static final int U32 = 4;
    private static final int I32 = 5;
    private static final int F32 = 6;
    private static final int BOOL = 7;
    private static final int TEXT = 8;
    private static final int LIST = 9;
    private static final int ALIGNMENT = 32;

    private record Tensor(String name, int[] shape, int type, byte[] content) {}

    private final Bytes pairs = new Bytes();
    private final List<Tensor> tensors = new ArrayList<>();
    private int count;

    public GgufWriter text(String key, String value) {
        begin(key, TEXT).text(value);
        return this;
    }

    public GgufWriter whole(String key, long value) {
        begin(key, U32).i32((int) value);
        return this;
    }

    public GgufWriter decimal(String key, double value) {
        begin(key, F32).i32(Float.floatToIntBits((float) value));
        return this;
    }

    public GgufWriter flag(String key, boolean value) {
        begin(key, BOOL).write(value ? 1 : 0);
        return this;
    }

    public GgufWriter texts(String key, List<String> values) {
        Bytes to = begin(key, LIST).i32(TEXT).i64(values.size());
        values.forEach(to::text);
        return this;
    }

    public GgufWriter wholes(String key, List<Integer> values) {
        Bytes to = begin(key, LIST).i32(I32).i64(values.size());
        values.forEach(to::i32);
        return this;
    }

    public GgufWriter decimals(String key, List<Double> values) {
        Bytes to = begin(key, LIST).i32(F32).i64(values.size());
        values.forEach(value -> to.i32(Float.floatToIntBits(value.floatValue())));
        return this;
    }

    /**
     * @param shape outermost first
     * @param type in the format's numbers
     */
    public GgufWriter tensor(String name, int[] shape, int type, byte[] content) {
        tensors.add(new Tensor(name, shape, type, content));
        return this;
    }

    private Bytes begin(String key, int type) {
        count++;
        return pairs.text(key).i32(type);
    }

    public byte[] bytes() {
        Bytes all = new Bytes();
        all.writeBytes("GGUF".getBytes(StandardCharsets.US_ASCII));
        all.i32(3).i64(tensors.size()).i64(count);
        all.writeBytes(pairs.toByteArray());
        long offset = 0;
        for (Tensor tensor : tensors) {
            all.text(tensor.name()).i32(tensor.shape().length);
            for (int i = tensor.shape().length - 1; i >= 0; i--) {
                all.i64(tensor.shape()[i]);
            }
            all.i32(tensor.type()).i64(offset);
            offset += aligned(tensor.content().length);
        }
        all.writeBytes(new byte[aligned(all.size()) - all.size()]);
        for (Tensor tensor : tensors) {
            all.writeBytes(tensor.content());
            all.writeBytes(new byte[aligned(tensor.content().length) - tensor.content().length]);
        }
        return all.toByteArray();
    }

    public Path write(Path file) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            return Files.write(file, bytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int aligned(int size) {
        return (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }

    private static final class Bytes extends ByteArrayOutputStream {

        Bytes i32(int value) {
            writeBytes(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array());
            return this;
        }

        Bytes i64(long value) {
            writeBytes(
                    ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array());
            return this;
        }

        Bytes text(String value) {
            byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
            i64(bytes.length).writeBytes(bytes);
            return this;
        }
    }
}
