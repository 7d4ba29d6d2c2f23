package dev.modeldeck.engine.registry.format.torchscript;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the pickle of a TorchScript module as far as to know its class and the storages of its
 * tensors. Nothing is built and nothing is run: objects are only counted on a stack.
 *
 * <p>Opcodes: https://github.com/python/cpython/blob/main/Lib/pickletools.py
 */
final class ModulePickle {

    /** Stands for every object whose value does not matter here. */
    private static final Object SOMETHING = new Object();

    private static final Object MARK = new Object();

    private final ByteBuffer in;
    private final Deque<Object> stack = new ArrayDeque<>();
    private final Map<Integer, Object> memo = new HashMap<>();
    private final Map<String, Storage> storages = new LinkedHashMap<>();
    private String className = "";

    private ModulePickle(byte[] bytes) {
        in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * The numbers behind one or several tensors.
     *
     * @param type PyTorch's word, for example {@code FloatStorage}
     */
    record Storage(String type, String key, long elements) {

        String dtype() {
            return switch (type) {
                case "FloatStorage" -> "f32";
                case "HalfStorage" -> "fp16";
                case "BFloat16Storage" -> "bf16";
                case "DoubleStorage" -> "f64";
                default -> "";
            };
        }

        boolean floating() {
            return !dtype().isEmpty();
        }

        int width() {
            return switch (type) {
                case "DoubleStorage", "LongStorage" -> 8;
                case "FloatStorage", "IntStorage" -> 4;
                case "HalfStorage", "BFloat16Storage", "ShortStorage" -> 2;
                default -> 1;
            };
        }
    }

    private record Global(String module, String name) {}

    static ModulePickle read(byte[] bytes) throws IOException {
        ModulePickle pickle = new ModulePickle(bytes);
        try {
            pickle.run();
        } catch (BufferUnderflowException | IndexOutOfBoundsException e) {
            throw new IOException("The pickle is cut off.", e);
        }
        return pickle;
    }

    /** The last part of the module's class name. */
    String className() {
        return className;
    }

    Collection<Storage> storages() {
        return storages.values();
    }

    private void run() throws IOException {
        for (int opcode = next(); opcode != '.'; opcode = next()) {
            if (!value(opcode) && !structure(opcode)) {
                throw new IOException("The pickle has an unknown opcode.");
            }
        }
    }

    /** Opcodes that push a value read from the bytes. */
    private boolean value(int opcode) {
        switch (opcode) {
            case 'K' -> stack.push((long) next());
            case 'M' -> stack.push((long) (in.getShort() & 0xffff));
            case 'J' -> stack.push((long) in.getInt());
            case 0x8a -> stack.push(longOf(next()));
            case 'X', 'T' -> stack.push(text(in.getInt()));
            case 0x8c, 'U' -> stack.push(text(next()));
            case 'c' -> stack.push(global(new Global(line(), line())));
            case 'G' -> {
                in.getDouble();
                stack.push(SOMETHING);
            }
            case 'N', 0x88, 0x89, ')', ']', '}' -> stack.push(SOMETHING);
            default -> {
                return false;
            }
        }
        return true;
    }

    /** Opcodes that work on what is on the stack. */
    private boolean structure(int opcode) {
        switch (opcode) {
            case 0x80 -> next();
            case '(' -> stack.push(MARK);
            case 't' -> stack.push(tuple());
            case 0x85, 0x86, 0x87 -> stack.push(tuple(opcode - 0x84));
            case 'q' -> memo.put(next(), top());
            case 'r' -> memo.put(in.getInt(), top());
            case 'h' -> stack.push(memo.getOrDefault(next(), SOMETHING));
            case 'j' -> stack.push(memo.getOrDefault(in.getInt(), SOMETHING));
            case 'R', 0x81 -> stack.push(made());
            case 'Q' -> stack.push(persistent(pop()));
            case 'a', 'b' -> pop();
            case 's' -> tuple(2);
            case 'e', 'u' -> tuple();
            default -> {
                return false;
            }
        }
        return true;
    }

    /** Something made of the two topmost: a class or function, and its arguments. */
    private Object made() {
        tuple(2);
        return SOMETHING;
    }

    /** {@code ("storage", type, key, device, elements)}. */
    private Object persistent(Object id) {
        if (id instanceof List<?> parts
                && parts.size() == 5
                && parts.get(1) instanceof Global type
                && parts.get(2) instanceof String key
                && parts.get(4) instanceof Long elements) {
            storages.put(key, new Storage(type.name(), key, elements));
        }
        return SOMETHING;
    }

    private Global global(Global global) {
        if (className.isEmpty() && global.module().startsWith("__torch__")) {
            className = global.name();
        }
        return global;
    }

    private List<Object> tuple() {
        List<Object> parts = new ArrayList<>();
        for (Object part = pop(); part != MARK; part = pop()) {
            parts.add(part);
        }
        Collections.reverse(parts);
        return parts;
    }

    private List<Object> tuple(int size) {
        List<Object> parts = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            parts.add(pop());
        }
        Collections.reverse(parts);
        return parts;
    }

    private Object pop() {
        if (stack.isEmpty()) {
            throw new IndexOutOfBoundsException("Nothing is on the stack.");
        }
        return stack.pop();
    }

    private Object top() {
        Object top = pop();
        stack.push(top);
        return top;
    }

    private int next() {
        return in.get() & 0xff;
    }

    private long longOf(int bytes) {
        long value = 0;
        for (int i = 0; i < bytes; i++) {
            value |= (long) next() << (8 * i);
        }
        return value;
    }

    private String text(int length) {
        String text = StandardCharsets.UTF_8.decode(in.slice(in.position(), length)).toString();
        in.position(in.position() + length);
        return text;
    }

    private String line() {
        StringBuilder line = new StringBuilder();
        for (int next = next(); next != '\n'; next = next()) {
            line.append((char) next);
        }
        return line.toString();
    }
}
