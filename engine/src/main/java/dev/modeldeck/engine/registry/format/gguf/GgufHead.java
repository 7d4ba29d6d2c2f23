package dev.modeldeck.engine.registry.format.gguf;

import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * The head of a GGUF file: key-value pairs, and where each tensor is.
 *
 * @param values texts, whole numbers, decimals, truth values and lists by key
 * @param tensors by name, in the order of the file
 */
public record GgufHead(Map<String, Object> values, Map<String, GgufTensor> tensors) {

    private static final int MAGIC = 0x46554747; // "GGUF", little-endian
    private static final int LATEST = 3;
    private static final int DEFAULT_ALIGNMENT = 32;

    /** What an entry takes at least: lengths of name or key, type, and a value or an offset. */
    private static final int LEAST_PAIR = 13;

    private static final int LEAST_TENSOR = 24;
    private static final int MOST_DIMENSIONS = 4;

    /** Numbers in a tensor. */
    private static final double LARGEST = 1L << 48;

    public GgufHead {
        values = Map.copyOf(values);
        tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
    }

    static GgufHead read(GgufCursor in) {
        if (in.i32() != MAGIC) {
            throw new GgufDamage("it does not begin as a GGUF file does");
        }
        checkVersion(in.i32());
        int tensors = in.count(LEAST_TENSOR, "tensors");
        int pairs = in.count(LEAST_PAIR, "key-value pairs");
        Map<String, Object> values = new HashMap<>();
        for (int i = 0; i < pairs; i++) {
            String key = in.text();
            values.put(key, in.value(in.i32()));
        }
        Map<String, GgufTensor> found = new LinkedHashMap<>();
        for (int i = 0; i < tensors; i++) {
            GgufTensor tensor = tensor(in);
            found.put(tensor.name(), tensor);
        }
        return new GgufHead(values, found).placed(in.position());
    }

    private static void checkVersion(int version) {
        int swapped = Integer.reverseBytes(version);
        if (swapped > 0 && swapped <= LATEST) {
            throw new GgufDamage("it was written for big-endian computers");
        }
        if (version < 2 || version > LATEST) {
            throw new GgufDamage(
                    "it is of version %s of the format, where 2 and 3 are known"
                            .formatted(Integer.toUnsignedString(version)));
        }
    }

    private static GgufTensor tensor(GgufCursor in) {
        String name = in.text();
        int dimensions = in.i32();
        if (dimensions < 0 || dimensions > MOST_DIMENSIONS) {
            throw new GgufDamage(
                    "the tensor \"%s\" has %s dimensions"
                            .formatted(name, Integer.toUnsignedString(dimensions)));
        }
        Long[] shape = new Long[dimensions];
        double elements = 1;
        for (int i = dimensions - 1; i >= 0; i--) {
            shape[i] = in.i64();
            elements *= shape[i];
            if (shape[i] < 0 || elements > LARGEST) {
                throw new GgufDamage("the tensor \"%s\" is larger than any file".formatted(name));
            }
        }
        int code = in.i32();
        GgufType type =
                GgufType.of(code)
                        .orElseThrow(() ->
                                new GgufDamage(
                                        "the tensor \"%s\" is of the unknown type %s"
                                                .formatted(name, Integer.toUnsignedString(code))));
        if (dimensions > 0 && shape[dimensions - 1] % type.blockElements() != 0) {
            throw new GgufDamage("the rows of \"%s\" are no whole blocks".formatted(name));
        }
        return new GgufTensor(name, List.of(shape), type, in.i64());
    }

    /** Offsets count from the end of the head, rounded up. */
    private GgufHead placed(long end) {
        long alignment = whole("general.alignment").orElse(DEFAULT_ALIGNMENT);
        if (alignment < 1 || alignment > 1 << 20) {
            throw new GgufDamage("it claims an alignment of " + alignment + " bytes");
        }
        long begin = (end + alignment - 1) / alignment * alignment;
        Map<String, GgufTensor> placed = new LinkedHashMap<>();
        tensors.forEach((name, it) ->
                placed.put(name, new GgufTensor(name, it.shape(), it.type(), begin + it.offset())));
        return new GgufHead(values, placed);
    }

    /** Refuses tensors that do not lie within the file. */
    void checkPlaces(long fileBytes) {
        for (GgufTensor tensor : tensors.values()) {
            long bytes = tensor.bytes();
            if (tensor.offset() < 0 || bytes < 0 || bytes > fileBytes - tensor.offset()) {
                throw new GgufDamage(
                        "it is cut off: it ends at byte %,d, before the end of the tensor \"%s\""
                                .formatted(fileBytes, tensor.name()));
            }
        }
    }

    public Optional<String> text(String key) {
        return values.get(key) instanceof String text ? Optional.of(text) : Optional.empty();
    }

    public OptionalLong whole(String key) {
        return values.get(key) instanceof Long number
                ? OptionalLong.of(number)
                : OptionalLong.empty();
    }

    public OptionalDouble decimal(String key) {
        return values.get(key) instanceof Number number
                ? OptionalDouble.of(number.doubleValue())
                : OptionalDouble.empty();
    }

    public Optional<Boolean> flag(String key) {
        return values.get(key) instanceof Boolean flag ? Optional.of(flag) : Optional.empty();
    }

    public Optional<GgufList> list(String key) {
        return values.get(key) instanceof GgufList list ? Optional.of(list) : Optional.empty();
    }

    /** The kind of decoder, in llama.cpp's words; empty where it is not said. */
    public String architecture() {
        return text("general.architecture").orElse("");
    }

    public long parameters() {
        return tensors.values().stream().mapToLong(GgufTensor::elements).sum();
    }

    /** The type that most numbers have. */
    public Optional<GgufType> mostly() {
        return mostly(tensors.values());
    }

    static Optional<GgufType> mostly(Collection<GgufTensor> tensors) {
        Map<GgufType, Long> counts = new HashMap<>();
        tensors.forEach(tensor -> counts.merge(tensor.type(), tensor.elements(), Long::sum));
        return counts.entrySet().stream()
                .max(Comparator.comparing(Map.Entry<GgufType, Long>::getValue))
                .map(Map.Entry::getKey);
    }
}
