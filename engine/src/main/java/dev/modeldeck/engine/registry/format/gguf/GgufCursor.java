package dev.modeldeck.engine.registry.format.gguf;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Walks through the head of a file, never past its end. */
final class GgufCursor {

    private static final ValueLayout.OfShort I16 =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt I32 =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong I64 =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private static final int TEXT = 8;
    private static final int LIST = 9;

    /** More than any key, and any template, has. */
    private static final long LONGEST_TEXT = 1 << 24;

    /** Lists of lists of lists are of no use. */
    private static final int DEEPEST = 3;

    private final MemorySegment all;
    private long at;
    private int depth;

    GgufCursor(MemorySegment all) {
        this(all, 0);
    }

    private GgufCursor(MemorySegment all, long at) {
        this.all = all;
        this.at = at;
    }

    GgufCursor copy() {
        return new GgufCursor(all, at);
    }

    long position() {
        return at;
    }

    int i32() {
        return all.get(I32, advance(Integer.BYTES));
    }

    long i64() {
        return all.get(I64, advance(Long.BYTES));
    }

    /** A number of things of which each takes some bytes at least. */
    int count(int leastBytes, String what) {
        long count = i64();
        if (count < 0 || count > (all.byteSize() - at) / leastBytes || count > Integer.MAX_VALUE) {
            throw new GgufDamage(
                    "it is cut off or broken, as it claims to have %s %s"
                            .formatted(unsigned(count), what));
        }
        return (int) count;
    }

    String text() {
        long length = i64();
        if (length < 0 || length > LONGEST_TEXT) {
            throw new GgufDamage(
                    "it is broken, as a text of it claims to have %s bytes"
                            .formatted(unsigned(length)));
        }
        byte[] bytes = all.asSlice(advance(length), length).toArray(ValueLayout.JAVA_BYTE);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** A text, a whole number as Long, a decimal as Double, a truth value, or a list. */
    Object value(int type) {
        return switch (type) {
            case 0 -> (long) (all.get(ValueLayout.JAVA_BYTE, advance(1)) & 0xFF);
            case 1 -> (long) all.get(ValueLayout.JAVA_BYTE, advance(1));
            case 2 -> (long) (all.get(I16, advance(2)) & 0xFFFF);
            case 3 -> (long) all.get(I16, advance(2));
            case 4 -> i32() & 0xFFFF_FFFFL;
            case 5 -> (long) i32();
            // The decimal that was meant: 1e-5 rather than 9.999999747378752e-6.
            case 6 -> Double.parseDouble(Float.toString(Float.intBitsToFloat(i32())));
            case 7 -> all.get(ValueLayout.JAVA_BYTE, advance(1)) != 0;
            case TEXT -> text();
            case LIST -> list();
            case 10, 11 -> i64();
            case 12 -> Double.longBitsToDouble(i64());
            default -> throw new GgufDamage("a value of it is of the unknown type " + type);
        };
    }

    private GgufList list() {
        int type = i32();
        int width = width(type);
        int count = count(width, "values in a list");
        GgufList list = new GgufList(copy(), type, count);
        if (type == TEXT) {
            for (int i = 0; i < count; i++) {
                long length = i64();
                advance(length < 0 ? Long.MAX_VALUE : length);
            }
        } else if (type == LIST) {
            if (++depth > DEEPEST) {
                throw new GgufDamage("lists of it are nested too deeply");
            }
            for (int i = 0; i < count; i++) {
                list();
            }
            depth--;
        } else {
            advance((long) count * width);
        }
        return list;
    }

    /** Bytes that a value takes at least. */
    private static int width(int type) {
        return switch (type) {
            case 0, 1, 7 -> 1;
            case 2, 3 -> 2;
            case 4, 5, 6 -> 4;
            case TEXT, 10, 11, 12 -> 8;
            case LIST -> 12;
            default -> throw new GgufDamage("a list of it is of the unknown type " + type);
        };
    }

    /** Where the next bytes begin. */
    private long advance(long bytes) {
        if (bytes > all.byteSize() - at) {
            throw new GgufDamage("it is cut off within its head");
        }
        long begin = at;
        at += bytes;
        return begin;
    }

    private static String unsigned(long count) {
        return Long.toUnsignedString(count);
    }
}
