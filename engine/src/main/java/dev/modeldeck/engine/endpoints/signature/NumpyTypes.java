package dev.modeldeck.engine.endpoints.signature;

import dev.modeldeck.engine.inference.Tensor.DataType;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;

import java.util.Locale;

/** The types of a signature in the words of the Open Inference Protocol. */
final class NumpyTypes {

    private NumpyTypes() {}

    static DataType of(String dtype) {
        String word = dtype.toLowerCase(Locale.ROOT);
        if (word.startsWith("str") || word.startsWith("<u") || word.startsWith("bytes")) {
            return DataType.BYTES;
        }
        return switch (word) {
            case "bool", "boolean" -> DataType.BOOL;
            case "int8" -> DataType.INT8;
            case "int16" -> DataType.INT16;
            case "int32" -> DataType.INT32;
            case "int64" -> DataType.INT64;
            case "uint8" -> DataType.UINT8;
            case "uint16" -> DataType.UINT16;
            case "uint32" -> DataType.UINT32;
            case "uint64" -> DataType.UINT64;
            case "float16" -> DataType.FP16;
            case "bfloat16" -> DataType.BF16;
            case "float32" -> DataType.FP32;
            case "float64" -> DataType.FP64;
            case "object" -> DataType.BYTES;
            default ->
                    throw new EngineException(
                            new Problem.Unsupported(
                                    "The model's signature has a tensor of type \""
                                            + dtype
                                            + "\", which cannot be sent. Register the model with a"
                                            + " numeric, boolean or string signature."));
        };
    }

    static boolean floating(DataType type) {
        return switch (type) {
            case FP16, BF16, FP32, FP64 -> true;
            case BOOL, UINT8, UINT16, UINT32, UINT64, INT8, INT16, INT32, INT64, BYTES -> false;
        };
    }
}
