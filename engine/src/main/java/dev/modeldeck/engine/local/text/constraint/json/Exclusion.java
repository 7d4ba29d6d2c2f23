package dev.modeldeck.engine.local.text.constraint.json;

import dev.modeldeck.engine.local.text.constraint.regular.Automata;
import dev.modeldeck.engine.local.text.constraint.regular.Regular;

import tools.jackson.databind.JsonNode;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Whether values that are written for some alternatives can never satisfy others, as {@code oneOf}
 * demands. Says so only where it is certain.
 */
final class Exclusion {

    private static final int DEEPEST = 4;

    private final SchemaReader reader;

    Exclusion(SchemaReader reader) {
        this.reader = reader;
    }

    boolean excludes(List<Alternative> written, List<Alternative> others) {
        return excludes(written, others, 0);
    }

    private boolean excludes(List<Alternative> written, List<Alternative> others, int depth) {
        return written.stream()
                .allMatch(one -> others.stream().allMatch(other -> excludes(one, other, depth)));
    }

    private boolean excludes(Alternative written, Alternative other, int depth) {
        List<JsonNode> values = written.values() != null ? written.values() : other.values();
        if (values != null) {
            return values.stream()
                    .allMatch(value ->
                            Acceptance.rejects(written, value) || Acceptance.rejects(other, value));
        }
        Set<JsonType> shared = EnumSet.copyOf(written.types());
        shared.retainAll(other.types());
        return shared.stream().allMatch(type -> excludes(type, written, other, depth));
    }

    private boolean excludes(JsonType type, Alternative written, Alternative other, int depth) {
        return switch (type) {
            case NULL, BOOLEAN -> false;
            case NUMBER -> written.numbers().excludes(other.numbers());
            case STRING -> excludes(written.texts(), other.texts());
            case ARRAY -> excludes(written.arrays(), other.arrays(), depth);
            case OBJECT -> excludes(written.objects(), other.objects(), depth);
        };
    }

    private static boolean excludes(TextRules written, TextRules other) {
        if (written.none() || other.none()) {
            return false;
        }
        Regular both = StringLanguage.anchored(written).and(StringLanguage.anchored(other));
        return Automata.ofAnchored(both).isEmpty();
    }

    private boolean excludes(ArrayRules written, ArrayRules other, int depth) {
        if (written.max() < other.min() || other.max() < written.min()) {
            return true;
        }
        for (int i = 0; i < written.min() && i <= Math.max(written.named(), other.named()); i++) {
            if (schemasExclude(written.at(i), other.at(i), depth)) {
                return true;
            }
        }
        return false;
    }

    private boolean excludes(ObjectRules written, ObjectRules other, int depth) {
        for (String name : written.required()) {
            List<Place> wanted = schemas(other, name);
            if (impossible(wanted) || schemasExclude(schemas(written, name), wanted, depth)) {
                return true;
            }
        }
        return written.max() < other.min()
                || other.required().stream().anyMatch(name -> neverWritten(written, name));
    }

    private boolean neverWritten(ObjectRules written, String name) {
        boolean known = written.named().contains(name) || written.open();
        boolean matched = !Acceptance.matching(written, name).isEmpty();
        return impossible(schemas(written, name)) || !(known || matched);
    }

    private static List<Place> schemas(ObjectRules rules, String name) {
        return rules.of(name, Acceptance.matching(rules, name));
    }

    private boolean impossible(List<Place> places) {
        return reader.alternatives(places).isEmpty();
    }

    private boolean schemasExclude(List<Place> written, List<Place> others, int depth) {
        return depth < DEEPEST
                && excludes(reader.alternatives(written), reader.alternatives(others), depth + 1);
    }
}
