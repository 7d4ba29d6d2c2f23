package dev.modeldeck.engine.registry.format.gguf;

import java.util.ArrayList;
import java.util.List;

/** A list among a file's key-value pairs; read when it is asked for, while the file is open. */
public final class GgufList {

    private final GgufCursor start;
    private final int type;
    private final int count;

    GgufList(GgufCursor start, int type, int count) {
        this.start = start;
        this.type = type;
        this.count = count;
    }

    public int count() {
        return count;
    }

    /** Texts; empty where the list holds something else. */
    public List<String> texts() {
        List<String> texts = new ArrayList<>(count);
        for (Object value : values()) {
            if (value instanceof String text) {
                texts.add(text);
            }
        }
        return texts;
    }

    /** Numbers; what is none counts as 0. */
    public double[] numbers() {
        double[] numbers = new double[count];
        int at = 0;
        for (Object value : values()) {
            numbers[at++] = value instanceof Number number ? number.doubleValue() : 0;
        }
        return numbers;
    }

    private List<Object> values() {
        GgufCursor cursor = start.copy();
        List<Object> values = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            values.add(cursor.value(type));
        }
        return values;
    }
}
