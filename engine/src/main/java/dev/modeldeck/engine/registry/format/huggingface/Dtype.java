package dev.modeldeck.engine.registry.format.huggingface;

import java.util.Locale;

/** The element types of safetensors. */
final class Dtype {

    private Dtype() {}

    /** Bytes an element; 0 for a type we do not know. */
    static int bytes(String dtype) {
        return switch (dtype) {
            case "BOOL", "U8", "I8", "F8_E4M3", "F8_E5M2" -> 1;
            case "BF16", "F16", "U16", "I16" -> 2;
            case "F32", "U32", "I32" -> 4;
            case "F64", "U64", "I64" -> 8;
            default -> 0;
        };
    }

    /** The name that people use: {@code bf16}, {@code fp16}, {@code f32} … */
    static String label(String dtype) {
        return dtype.equals("F16") ? "fp16" : dtype.toLowerCase(Locale.ROOT);
    }

    /** Whether weights of this type can be computed with as they are. */
    static boolean runnable(String dtype) {
        return dtype.equals("BF16") || dtype.equals("F16") || dtype.equals("F32");
    }
}
