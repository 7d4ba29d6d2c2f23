package dev.modeldeck.engine.local.text.constraint.json;

import dev.modeldeck.engine.local.text.constraint.regular.Automata;
import dev.modeldeck.engine.local.text.constraint.regular.Encoding;
import dev.modeldeck.engine.local.text.constraint.regular.Regex;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Set;

/** Whether rules hold for a given value. */
final class Acceptance {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private Acceptance() {}

    /**
     * Whether the value certainly breaks a rule. What is inside of lists and objects is not read.
     */
    static boolean rejects(Alternative rules, JsonNode value) {
        JsonType type = JsonType.of(value);
        if (!rules.types().contains(type)) {
            return true;
        }
        if (rules.values() != null
                && rules.values().stream().noneMatch(v -> Alternative.same(v, value))) {
            return true;
        }
        return switch (type) {
            case NULL, BOOLEAN -> false;
            case NUMBER -> !rules.numbers().accepts(Alternative.decimal(value));
            case STRING -> !accepts(rules.texts(), value.stringValue());
            case ARRAY ->
                    value.size() < rules.arrays().min() || value.size() > rules.arrays().max();
            case OBJECT ->
                    rules.objects().required().stream().anyMatch(name -> !value.has(name))
                            || value.size() < rules.objects().min()
                            || value.size() > rules.objects().max();
        };
    }

    /** Whether more would have to be read than {@link #rejects} reads. */
    static boolean uncertain(Alternative rules, JsonNode value) {
        return switch (JsonType.of(value)) {
            case NULL, BOOLEAN, NUMBER, STRING -> false;
            case ARRAY -> !rules.arrays().parts().isEmpty() || rules.arrays().unique();
            case OBJECT -> !rules.objects().parts().isEmpty() || !rules.objects().names().isEmpty();
        };
    }

    static boolean accepts(TextRules rules, String text) {
        int length = text.codePointCount(0, text.length());
        boolean fits = length >= rules.min() && length <= rules.max();
        if (!fits || (rules.patterns().isEmpty() && rules.formats().isEmpty())) {
            return fits;
        }
        TextRules expressions =
                new TextRules(0, Integer.MAX_VALUE, rules.patterns(), rules.formats());
        return StringLanguage.of(expressions)
                .map(automaton -> automaton.accepts(inside(text)))
                .orElse(false);
    }

    /** The patterns of properties that are found in a name. */
    static Set<String> matching(ObjectRules rules, String name) {
        Set<String> matching = new LinkedHashSet<>();
        for (String pattern : rules.patterns()) {
            if (Automata.ofAnchored(Regex.within(pattern, Encoding.JSON_STRING))
                    .map(automaton -> automaton.accepts(inside(name)))
                    .orElse(false)) {
                matching.add(pattern);
            }
        }
        return matching;
    }

    /** What stands between the quotes. */
    static byte[] inside(String text) {
        String quoted = text(text);
        return quoted.substring(1, quoted.length() - 1).getBytes(StandardCharsets.UTF_8);
    }

    static String text(String string) {
        return JSON.writeValueAsString(string);
    }

    /** A value as it is written, without spaces. */
    static String text(JsonNode value) {
        return JSON.writeValueAsString(value);
    }
}
