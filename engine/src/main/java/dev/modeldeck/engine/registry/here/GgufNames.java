package dev.modeldeck.engine.registry.here;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** What the names of GGUF files say. */
final class GgufNames {

    private static final String ENDING = ".gguf";
    private static final String FIRST_PART = "(?i).*-00001-of-\\d{5}\\.gguf";
    private static final String ANY_PART = "(?i).*-\\d{5}-of-\\d{5}\\.gguf";

    private GgufNames() {}

    /** Whether a file is a model, or the first part of one; others beside it only see. */
    static boolean isModel(Path file) {
        String name = name(file);
        return name.toLowerCase(Locale.ROOT).endsWith(ENDING)
                && !name.toLowerCase(Locale.ROOT).contains("mmproj")
                && (name.matches(FIRST_PART) || !name.matches(ANY_PART))
                && Files.isRegularFile(file);
    }

    /** A model in parts is its folder. */
    static ModelKeeper.Kept kept(Path file) {
        String name = name(file);
        String called =
                name.substring(0, name.length() - ENDING.length())
                        .replaceFirst("-00001-of-\\d{5}$", "");
        return new ModelKeeper.Kept(
                called, name.matches(FIRST_PART) ? file.resolveSibling("") : file);
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }
}
