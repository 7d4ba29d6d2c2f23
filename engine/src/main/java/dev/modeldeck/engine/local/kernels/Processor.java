package dev.modeldeck.engine.local.kernels;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** What the CPU of this machine computes by itself. Where nobody says, it does not. */
final class Processor {

    private Processor() {}

    static boolean x86() {
        String arch = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
        return arch.equals("amd64") || arch.equals("x86_64");
    }

    /** Whether it multiplies bfloat16. */
    static boolean bfloat16() {
        return flags().stream().anyMatch(flag -> flag.endsWith("_bf16"));
    }

    /**
     * The largest absolute value of eight-bit inputs. Where FBGEMM adds the products of bytes in 32
     * bits it takes all eight bits; elsewhere it adds pairs of them in 16, which seven never
     * exceed.
     */
    static int largestByte() {
        return largestByte(flags());
    }

    /** FBGEMM knows the instruction in its form for AVX-512 only, not that of AVX. */
    static int largestByte(Set<String> flags) {
        return flags.contains("avx512_vnni") ? 127 : 63;
    }

    /** A word for what decides how weights are laid out. */
    static String kind() {
        Set<String> flags = flags();
        return flags.contains("avx512f") ? "avx512" : flags.contains("avx2") ? "avx2" : "any";
    }

    private static Set<String> flags() {
        Path file = Path.of("/proc/cpuinfo");
        try (Stream<String> lines = Files.isReadable(file) ? Files.lines(file) : Stream.empty()) {
            return lines.filter(line -> line.startsWith("flags"))
                    .findFirst()
                    .map(line -> Set.copyOf(Arrays.asList(line.split("\\s+"))))
                    .orElse(Set.of());
        } catch (IOException | UncheckedIOException _) {
            return Set.of();
        }
    }
}
