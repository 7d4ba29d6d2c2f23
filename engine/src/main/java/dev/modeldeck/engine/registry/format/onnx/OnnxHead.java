package dev.modeldeck.engine.registry.format.onnx;

import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * What an ONNX file says of itself: the top level of its {@code ModelProto}, without the graph. See
 * https://github.com/onnx/onnx/blob/main/onnx/onnx.proto
 *
 * @param producer program that wrote it; may be empty
 * @param opset version of the operators; 0 where not said
 */
record OnnxHead(String producer, long opset) {

    private static final int PRODUCER_NAME = 2;
    private static final int OPSET_IMPORT = 8;
    private static final int OPSET_VERSION = 2;
    private static final int LONGEST_TEXT = 4096;

    static OnnxHead read(Path file) throws IOException {
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
            String producer = "";
            long opset = 0;
            while (in.getFilePointer() < in.length()) {
                long tag = varint(in);
                long value = (tag & 7) == 5 || (tag & 7) == 1 ? 0 : varint(in);
                long end = end(in, (int) (tag & 7), value);
                int field = (int) (tag >>> 3);
                if (field == PRODUCER_NAME && value <= LONGEST_TEXT) {
                    producer = text(in, (int) value);
                } else if (field == OPSET_IMPORT) {
                    opset = Math.max(opset, opset(in, end));
                }
                in.seek(end);
            }
            return new OnnxHead(producer, opset);
        }
    }

    String label() {
        return "ONNX"
                + (opset == 0 ? "" : ", opset " + opset)
                + (producer.isEmpty() ? "" : ", made by " + producer);
    }

    /** Where a field ends: wire type 0 is a number, 1 and 5 have a fixed size, 2 a length. */
    private static long end(RandomAccessFile in, int wireType, long value) throws IOException {
        long end =
                in.getFilePointer()
                        + switch (wireType) {
                            case 0 -> 0;
                            case 1 -> Long.BYTES;
                            case 2 -> value;
                            case 5 -> Integer.BYTES;
                            default -> throw new IOException("No protocol buffer.");
                        };
        if (end < in.getFilePointer() || end > in.length()) {
            throw new EOFException("A field leads past the end.");
        }
        return end;
    }

    private static long opset(RandomAccessFile in, long end) throws IOException {
        while (in.getFilePointer() < end) {
            long tag = varint(in);
            long value = varint(in);
            if ((tag >>> 3) == OPSET_VERSION) {
                return value;
            }
            in.seek(end(in, (int) (tag & 7), value));
        }
        return 0;
    }

    private static String text(RandomAccessFile in, int length) throws IOException {
        byte[] bytes = new byte[length];
        in.readFully(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static long varint(RandomAccessFile in) throws IOException {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            int next = in.readUnsignedByte();
            value |= (long) (next & 0x7f) << shift;
            if (next < 0x80) {
                return value;
            }
        }
        throw new IOException("A number is too long.");
    }
}
