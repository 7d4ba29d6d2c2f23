package dev.modeldeck.engine.remote.openai;

import dev.modeldeck.engine.kernel.Problem;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * What one server was found to refuse, so that it is asked in another way and then always so. Only
 * what does not change the answer is left out. Safe for many threads.
 */
final class Learned {

    /** Not left out but switched off, and with it what is said of it. */
    private static final String STREAM = "stream";

    /** What is sent instead; an empty text for nothing. */
    private static final Map<String, String> OTHERWISE =
            Map.of(
                    "stream_options",
                    "",
                    "encoding_format",
                    "",
                    "modeldeck",
                    "",
                    STREAM,
                    "",
                    "max_tokens",
                    "max_completion_tokens",
                    "max_completion_tokens",
                    "max_tokens");

    /** Said of a number that does not suit, which another name would not make better. */
    private static final Pattern OF_ITS_VALUE =
            Pattern.compile(
                    "too (large|long|many|small)|exceed|at (most|least)|maximum|(greater|less) than|positive",
                    Pattern.CASE_INSENSITIVE);

    /** Said of streaming as such, not of something that goes with it. */
    private static final Pattern NO_STREAM =
            Pattern.compile(
                    "stream(ing)?\\b.{0,40}(not (be )?(supported|available|allowed|possible)|unsupported|must be false)",
                    Pattern.CASE_INSENSITIVE);

    private final Set<String> refused = ConcurrentHashMap.newKeySet();

    /** Says it as the server wants it. */
    void fit(ObjectNode body) {
        for (String name : refused) {
            String other = OTHERWISE.getOrDefault(name, "");
            JsonNode value = body.remove(name);
            if (value != null && !other.isEmpty()) {
                body.set(other, value);
            }
            if (name.equals(STREAM)) {
                body.put(STREAM, false).remove("stream_options");
            }
        }
    }

    /**
     * Whether the server refused the body for something that can be said otherwise, and had not
     * done so before.
     */
    boolean from(Problem problem, ObjectNode sent) {
        Optional<String> name =
                switch (problem) {
                    case Problem.Invalid(String message, String field) ->
                            named(message + " " + field, sent);
                    case Problem.Unsupported(String message) -> named(message, sent);
                    default -> Optional.empty();
                };
        if (name.isEmpty() || refused.contains(OTHERWISE.get(name.get()))) {
            return false;
        }
        return refused.add(name.get());
    }

    private static Optional<String> named(String words, ObjectNode sent) {
        if (OF_ITS_VALUE.matcher(words).find()) {
            return Optional.empty();
        }
        return OTHERWISE.keySet().stream()
                .filter(sent::has)
                .filter(name -> words.matches("(?s).*\\b" + name + "\\b.*"))
                .filter(name ->
                        !name.equals(STREAM)
                                || sent.path(STREAM).asBoolean() && NO_STREAM.matcher(words).find())
                .findFirst();
    }
}
