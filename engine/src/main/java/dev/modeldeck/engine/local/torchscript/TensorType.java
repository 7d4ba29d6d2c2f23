package dev.modeldeck.engine.local.torchscript;

import ai.djl.ndarray.types.DataType;

/** Element types of tensors with the numbers and names that PyTorch and safetensors give them. */
public enum TensorType {
    BOOL(11, 1, "BoolStorage", "BOOL", DataType.BOOLEAN),
    UINT8(0, 1, "ByteStorage", "U8", DataType.UINT8),
    INT8(1, 1, "CharStorage", "I8", DataType.INT8),
    INT32(3, 4, "IntStorage", "I32", DataType.INT32),
    INT64(4, 8, "LongStorage", "I64", DataType.INT64),
    FLOAT16(5, 2, "HalfStorage", "F16", DataType.FLOAT16),
    FLOAT32(6, 4, "FloatStorage", "F32", DataType.FLOAT32),
    FLOAT64(7, 8, "DoubleStorage", "F64", DataType.FLOAT64),
    /**
     * DJL's native layer aborts on bfloat16, so these bytes travel as float16 and are renamed
     * inside.
     */
    BFLOAT16(15, 2, "BFloat16Storage", "BF16", DataType.FLOAT16);

    private final int code;
    private final int bytes;
    private final String storage;
    private final String safetensors;
    private final DataType carrier;

    TensorType(int code, int bytes, String storage, String safetensors, DataType carrier) {
        this.code = code;
        this.bytes = bytes;
        this.storage = storage;
        this.safetensors = safetensors;
        this.carrier = carrier;
    }

    /** The number that stands for the type in TorchScript source ({@code dtype=6}). */
    public int code() {
        return code;
    }

    /** Size of one element in bytes. */
    public int bytes() {
        return bytes;
    }

    /** The type's name in a pickled tensor. */
    public String storage() {
        return storage;
    }

    /** The type's name in the header of a safetensors file. */
    public String safetensors() {
        return safetensors;
    }

    /** The DJL type under which bytes of this type enter the native layer. */
    public DataType carrier() {
        return carrier;
    }
}
