package dev.modeldeck.engine.registry.format.gguf;

import org.jspecify.annotations.Nullable;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The head of a GGUF file: key-value pairs and the sizes of all tensors. Lists are skipped. See
 * https://github.com/ggml-org/ggml/blob/master/docs/gguf.md
 *
 * @param values texts and whole numbers by key
 * @param parameters of all tensors together
 */
record GgufHead(Map<String, Object> values, long parameters) {

    private static final int MOST_ENTRIES = 1 << 20;
    private static final int LONGEST_TEXT = 1 << 24;
    private static final int MAGIC = 0x46554747; // "GGUF", little-endian

    GgufHead {
        values = Map.copyOf(values);
    }

    Optional<String> text(String key) {
        return values.get(key) instanceof String text ? Optional.of(text) : Optional.empty();
    }

    long whole(String key) {
        return values.get(key) instanceof Long number ? Math.max(0, number) : 0;
    }

    static GgufHead read(Path file) throws IOException {
        try (DataInputStream in =
                new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16))) {
            if (i32(in) != MAGIC || i32(in) < 2) {
                throw new IOException("Not of a version that is known.");
            }
            long tensors = count(in);
            long pairs = count(in);
            Map<String, Object> values = new HashMap<>();
            for (long i = 0; i < pairs; i++) {
                String key = text(in);
                Object value = value(in, i32(in));
                if (value != null) {
                    values.put(key, value);
                }
            }
            long parameters = 0;
            for (long i = 0; i < tensors; i++) {
                parameters += elements(in);
            }
            return new GgufHead(values, parameters);
        }
    }

    /** Name, sizes, type and offset of one tensor. */
    private static long elements(DataInputStream in) throws IOException {
        text(in);
        int dimensions = i32(in);
        long elements = 1;
        for (int i = 0; i < dimensions; i++) {
            elements *= i64(in);
        }
        in.skipNBytes(Integer.BYTES + Long.BYTES);
        return elements;
    }

    private static @Nullable Object value(DataInputStream in, int type) throws IOException {
        return switch (type) {
            case 0, 1, 7 -> (long) in.readUnsignedByte();
            case 2, 3 -> (long) Short.reverseBytes(in.readShort());
            case 4, 5 -> (long) i32(in);
            case 10, 11 -> i64(in);
            case 8 -> text(in);
            case 6, 12 -> {
                in.skipNBytes(width(type));
                yield null;
            }
            case 9 -> {
                skipList(in);
                yield null;
            }
            default -> throw new IOException("A value is of an unknown type.");
        };
    }

    private static void skipList(DataInputStream in) throws IOException {
        int type = i32(in);
        long count = i64(in);
        if (type == 8 || type == 9) {
            for (long i = 0; i < count; i++) {
                value(in, type);
            }
        } else {
            int width = width(type);
            if (count < 0 || count > Long.MAX_VALUE / width) {
                throw new IOException("The file is damaged.");
            }
            in.skipNBytes(count * width);
        }
    }

    private static int width(int type) throws IOException {
        return switch (type) {
            case 0, 1, 7 -> 1;
            case 2, 3 -> 2;
            case 4, 5, 6 -> 4;
            case 10, 11, 12 -> 8;
            default -> throw new IOException("A value is of an unknown type.");
        };
    }

    private static long count(DataInputStream in) throws IOException {
        long count = i64(in);
        if (count < 0 || count > MOST_ENTRIES) {
            throw new IOException("The file is damaged.");
        }
        return count;
    }

    private static String text(DataInputStream in) throws IOException {
        long length = i64(in);
        if (length < 0 || length > LONGEST_TEXT) {
            throw new IOException("The file is damaged.");
        }
        return new String(in.readNBytes((int) length), StandardCharsets.UTF_8);
    }

    private static int i32(DataInputStream in) throws IOException {
        return Integer.reverseBytes(in.readInt());
    }

    private static long i64(DataInputStream in) throws IOException {
        return Long.reverseBytes(in.readLong());
    }
}
