package dev.modeldeck.engine.local.kernels;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** What the CPU of this machine computes by itself. Where nobody says, it does not. */
final class Processor {

    private Processor() {}

    static boolean x86() {
        String arch = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
        return arch.equals("amd64") || arch.equals("x86_64");
    }

    /** Whether oneDNN packs bfloat16 for it; it may compute in float32 all the same. */
    static boolean packsBfloat16() {
        String flags = flags();
        return x86()
                && (flags.contains("avx_ne_convert")
                        || flags.contains("avx512bw")
                                && flags.contains("avx512vl")
                                && flags.contains("avx512dq"));
    }

    /** Whether it multiplies bfloat16. */
    static boolean bfloat16() {
        return flags().contains("_bf16");
    }

    /**
     * The largest absolute value of eight-bit inputs. Processors that add the products of bytes in
     * 32 bits (VNNI) take all eight bits; others add pairs of them in 16, which seven never exceed.
     */
    static int largestByte() {
        return flags().contains("vnni") ? 127 : 63;
    }

    /** A word for what decides how weights are laid out. */
    static String kind() {
        String flags = flags();
        return flags.contains("avx512f") ? "avx512" : flags.contains("avx2") ? "avx2" : "any";
    }

    private static String flags() {
        Path file = Path.of("/proc/cpuinfo");
        try {
            return Files.isReadable(file) ? Files.readString(file) : "";
        } catch (IOException _) {
            return "";
        }
    }
}
