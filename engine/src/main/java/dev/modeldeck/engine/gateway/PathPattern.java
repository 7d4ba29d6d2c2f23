package dev.modeldeck.engine.gateway;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A path with named parts: {@code /v1/models/{model}}; text may follow a name ({@code
 * {model}:predict}). Parts are decoded after the path is split, so that a slash may be inside one.
 */
record PathPattern(List<String> parts) {

    static PathPattern of(String pattern) {
        return new PathPattern(split(pattern));
    }

    /** The named parts, where the path is of this pattern. */
    Optional<Map<String, String>> match(String rawPath) {
        List<String> given = split(rawPath);
        if (given.size() != parts.size()) {
            return Optional.empty();
        }
        Map<String, String> named = new HashMap<>();
        for (int i = 0; i < parts.size(); i++) {
            if (!matches(parts.get(i), given.get(i), named)) {
                return Optional.empty();
            }
        }
        return Optional.of(named);
    }

    private static boolean matches(String part, String given, Map<String, String> named) {
        if (!part.startsWith("{")) {
            return part.equals(given);
        }
        int end = part.indexOf('}');
        String suffix = part.substring(end + 1);
        if (!given.endsWith(suffix) || given.length() == suffix.length()) {
            return false;
        }
        String value = given.substring(0, given.length() - suffix.length());
        try {
            // A plus is a plus in a path.
            String decoded = URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8);
            named.put(part.substring(1, end), decoded);
            return true;
        } catch (IllegalArgumentException malformedEscape) {
            return false;
        }
    }

    private static List<String> split(String path) {
        String trimmed = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        return List.of(trimmed.substring(Math.min(1, trimmed.length())).split("/", -1));
    }
}
