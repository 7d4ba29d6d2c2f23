package dev.modeldeck.engine.registry.format.gguf;

import java.util.Map;

/** The name of a file's mixture of types, {@code Q4_K_M} among others, as people know it. */
final class GgufLabel {

    /** Of {@code general.file_type}, where the name says more than that of the tensors. */
    private static final Map<Long, String> MIXTURES =
            Map.ofEntries(
                    Map.entry(11L, "Q3_K_S"),
                    Map.entry(12L, "Q3_K_M"),
                    Map.entry(13L, "Q3_K_L"),
                    Map.entry(14L, "Q4_K_S"),
                    Map.entry(15L, "Q4_K_M"),
                    Map.entry(16L, "Q5_K_S"),
                    Map.entry(17L, "Q5_K_M"),
                    Map.entry(21L, "Q2_K_S"));

    private GgufLabel() {}

    /** The stated mixture where it fits what the tensors are; else the type of most. */
    static String of(GgufHead head) {
        String tensors = head.mostly().map(GgufType::label).orElse("");
        String stated = MIXTURES.getOrDefault(head.whole("general.file_type").orElse(-1), tensors);
        return stated.startsWith(tensors) ? stated : tensors;
    }
}
