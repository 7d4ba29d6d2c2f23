package dev.modeldeck.engine.wire.numpy;

import dev.modeldeck.engine.inference.Tensor;
import dev.modeldeck.engine.inference.Tensor.Data;
import dev.modeldeck.engine.inference.Tensor.DataType;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** One array: a header in Python's words, then its values row by row. */
final class Npy {

    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};

    /** The values begin at a multiple of it. */
    private static final int ALIGNED = 64;

    private static final Pattern TYPE = Pattern.compile("'descr':\\s*'([<|=>]?)([a-z]\\d+)'");
    private static final Pattern FORTRAN = Pattern.compile("'fortran_order':\\s*True");
    private static final Pattern SHAPE = Pattern.compile("'shape':\\s*\\(([\\d,\\s]*)\\)");

    private Npy() {}

    static byte[] write(Tensor tensor) {
        if (!(tensor.data() instanceof Data.Fixed fixed)) {
            throw unsupported(tensor.name(), tensor.datatype());
        }
        String sizes =
                tensor.shape().stream().map(size -> size + ",").collect(Collectors.joining());
        String told =
                "{'descr': '%s', 'fortran_order': False, 'shape': (%s), }"
                        .formatted(word(tensor), sizes);
        int begin = MAGIC.length + Short.BYTES;
        int used = begin + told.length() + 1;
        String header = told + " ".repeat((ALIGNED - used % ALIGNED) % ALIGNED) + "\n";
        ByteBuffer values = fixed.bytes().duplicate();
        ByteBuffer all =
                ByteBuffer.allocate(begin + header.length() + values.remaining())
                        .order(ByteOrder.LITTLE_ENDIAN);
        all.put(MAGIC).putShort((short) header.length());
        all.put(header.getBytes(StandardCharsets.ISO_8859_1)).put(values);
        return all.array();
    }

    /** Reads an array that a server sent; one that cannot be read is the server's fault. */
    static Tensor read(String name, byte[] file) {
        ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        String header = header(name, bytes);
        Matcher type = TYPE.matcher(header);
        Matcher shape = SHAPE.matcher(header);
        if (!type.find() || !shape.find()) {
            throw broken(name, "has a header that says neither type nor shape");
        }
        DataType datatype = type(name, type.group(2));
        boolean foreign = type.group(1).equals(">") && datatype.size() > 1;
        if (foreign || FORTRAN.matcher(header).find()) {
            throw broken(name, "has its values in another order than this program reads");
        }
        List<Long> sizes = new ArrayList<>();
        for (String size : shape.group(1).split(",")) {
            if (!size.isBlank()) {
                sizes.add(Long.parseLong(size.strip()));
            }
        }
        Tensor tensor = new Tensor(name, datatype, sizes, new Data.Fixed(bytes));
        if (tensor.elements() * datatype.size() != bytes.remaining()) {
            throw broken(name, "does not have as many values as its shape asks for");
        }
        return tensor;
    }

    private static String header(String name, ByteBuffer bytes) {
        if (bytes.remaining() < MAGIC.length + Short.BYTES || bytes.get(1) != 'N') {
            throw broken(name, "is no array of NumPy");
        }
        int version = bytes.get(MAGIC.length - 2);
        bytes.position(MAGIC.length);
        // Since version 2 headers may be longer than two bytes can tell.
        int length = version == 1 ? Short.toUnsignedInt(bytes.getShort()) : bytes.getInt();
        if (length < 0 || length > bytes.remaining()) {
            throw broken(name, "ends within its header");
        }
        byte[] header = new byte[length];
        bytes.get(header);
        return new String(header, StandardCharsets.ISO_8859_1);
    }

    private static String word(Tensor tensor) {
        return switch (tensor.datatype()) {
            case BOOL -> "|b1";
            case UINT8 -> "|u1";
            case UINT16 -> "<u2";
            case UINT32 -> "<u4";
            case UINT64 -> "<u8";
            case INT8 -> "|i1";
            case INT16 -> "<i2";
            case INT32 -> "<i4";
            case INT64 -> "<i8";
            case FP16 -> "<f2";
            case FP32 -> "<f4";
            case FP64 -> "<f8";
            case BF16, BYTES -> throw unsupported(tensor.name(), tensor.datatype());
        };
    }

    private static DataType type(String name, String word) {
        return switch (word) {
            case "b1" -> DataType.BOOL;
            case "u1" -> DataType.UINT8;
            case "u2" -> DataType.UINT16;
            case "u4" -> DataType.UINT32;
            case "u8" -> DataType.UINT64;
            case "i1" -> DataType.INT8;
            case "i2" -> DataType.INT16;
            case "i4" -> DataType.INT32;
            case "i8" -> DataType.INT64;
            case "f2" -> DataType.FP16;
            case "f4" -> DataType.FP32;
            case "f8" -> DataType.FP64;
            default -> throw broken(name, "has values of a type that tensors do not have here");
        };
    }

    private static EngineException unsupported(String name, DataType type) {
        return new EngineException(
                new Problem.Unsupported(
                        "Input \"%s\" is of %s, which this server takes in no form. Send numbers or booleans."
                                .formatted(name, type)));
    }

    static EngineException broken(String name, String how) {
        return new EngineException(
                new Problem.Upstream(
                        "The server's answer cannot be read: output \"%s\" %s."
                                .formatted(name, how),
                        502));
    }
}
