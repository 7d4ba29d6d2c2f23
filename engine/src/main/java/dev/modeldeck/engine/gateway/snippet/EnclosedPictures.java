package dev.modeldeck.engine.gateway.snippet;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * The pictures in a body, which code reads from files: nobody wants to see their bytes, and no
 * command line would take them.
 *
 * @param body with a place for each in braces, as {@link #place} has it
 * @param files their names: {@code picture-1.png} and so on
 */
record EnclosedPictures(String body, List<String> files) {

    private static final Pattern DATA =
            Pattern.compile("(data:image/([a-z0-9]+)[a-z0-9.+-]*;base64,)([A-Za-z0-9+/]+=*)");

    static EnclosedPictures of(String body) {
        Map<String, String> names = new LinkedHashMap<>();
        String bare =
                DATA.matcher(body)
                        .replaceAll(found -> {
                            int next = names.size() + 1;
                            String name =
                                    names.computeIfAbsent(
                                            found.group(3),
                                            bytes -> "picture-" + next + "." + found.group(2));
                            return found.group(1) + place(name);
                        });
        return new EnclosedPictures(bare, new ArrayList<>(names.values()));
    }

    boolean isEmpty() {
        return files.isEmpty();
    }

    /** The text with something else in the places of the pictures. */
    String filled(String text, UnaryOperator<String> ofFile) {
        String filled = text;
        for (String file : files) {
            filled = filled.replace(place(file), ofFile.apply(file));
        }
        return filled;
    }

    static String place(String file) {
        return "{" + file + "}";
    }
}
