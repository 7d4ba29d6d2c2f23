package dev.modeldeck.engine.local.torchscript;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes the few opcodes of Python's pickle protocol 2 of which a TorchScript object consists. */
final class Pickle {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Pickle() {
        out.write(0x80);
        out.write(2);
    }

    /** An empty tuple, the whole of {@code constants.pkl}. */
    static byte[] emptyTuple() {
        return new Pickle().op(')').end();
    }

    Pickle global(String module, String name) {
        return op('c').ascii(module + "\n" + name + "\n");
    }

    Pickle op(char opcode) {
        out.write(opcode);
        return this;
    }

    Pickle flag(boolean value) {
        out.write(value ? 0x88 : 0x89);
        return this;
    }

    Pickle whole(long value) {
        if (value >= 0 && value < 256) {
            out.write('K');
            out.write((int) value);
        } else if (value == (int) value) {
            out.write('J');
            raw(little(4).putInt((int) value));
        } else {
            out.write(0x8a);
            out.write(8);
            raw(little(8).putLong(value));
        }
        return this;
    }

    Pickle decimal(double value) {
        out.write('G');
        return raw(ByteBuffer.allocate(8).putDouble(value));
    }

    Pickle text(String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        out.write('X');
        raw(little(4).putInt(bytes.length));
        out.writeBytes(bytes);
        return this;
    }

    Pickle wholes(List<Long> values) {
        op('(');
        values.forEach(this::whole);
        return op('t');
    }

    /**
     * Starts an instance of a module class; its state follows as key and value, then {@link
     * #finishInstance}.
     */
    Pickle instance(String className) {
        return global("__torch__", className).op(')').raw(0x81).op('}').op('(');
    }

    Pickle finishInstance() {
        return op('u').op('b');
    }

    byte[] end() {
        out.write('.');
        return out.toByteArray();
    }

    private Pickle raw(int value) {
        out.write(value);
        return this;
    }

    private Pickle raw(ByteBuffer buffer) {
        buffer.flip();
        while (buffer.hasRemaining()) {
            out.write(buffer.get());
        }
        return this;
    }

    private Pickle ascii(String value) {
        out.writeBytes(value.getBytes(StandardCharsets.US_ASCII));
        return this;
    }

    private static ByteBuffer little(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }
}
