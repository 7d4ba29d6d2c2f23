package dev.modeldeck.engine.secrets;

import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;

import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a secret, written {@code {{secrets/scope/key}}} as in Databricks, whose rules for
 * names hold: letters, digits, dashes, underscores, @ and periods, up to 128 of them.
 */
public record SecretRef(String scope, String key) implements Comparable<SecretRef> {

    /** The scope of the keys of connections and endpoints, beside those of the person. */
    public static final String OWN_SCOPE = "modeldeck";

    private static final String BEGIN = "{{secrets/";
    private static final String END = "}}";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_@.-]{1,128}");
    private static final Pattern TEXT =
            Pattern.compile(
                    Pattern.quote(BEGIN)
                            + "("
                            + NAME.pattern()
                            + ")/("
                            + NAME.pattern()
                            + ")"
                            + Pattern.quote(END));

    public SecretRef {
        check("scope", scope);
        check("key", key);
    }

    /**
     * @throws EngineException Invalid when the text is no reference
     */
    public static SecretRef parse(String text) {
        Matcher parts = TEXT.matcher(text.strip());
        if (!parts.matches()) {
            // The text itself stays out: it may be the secret.
            throw invalid(
                    "A reference to a secret is written {{secrets/scope/key}}, with letters,"
                            + " digits, dashes, underscores, @ and periods in both names.",
                    "secret");
        }
        return new SecretRef(parts.group(1), parts.group(2));
    }

    /** Whether the whole text means to be a reference, well-formed or not. */
    public static boolean isMeant(String text) {
        String whole = text.strip();
        return whole.startsWith(BEGIN) && whole.endsWith(END);
    }

    /** Whether it is a key of a connection or an endpoint, not one that the person has set. */
    public boolean own() {
        return scope.equals(OWN_SCOPE);
    }

    /** As it is written in settings. */
    public String text() {
        return BEGIN + scope + "/" + key + END;
    }

    @Override
    public int compareTo(SecretRef other) {
        return Comparator.comparing(SecretRef::scope)
                .thenComparing(SecretRef::key)
                .compare(this, other);
    }

    @Override
    public String toString() {
        return text();
    }

    private static void check(String field, String name) {
        if (!NAME.matcher(name).matches()) {
            throw invalid(
                    "The "
                            + field
                            + " of a secret has letters, digits, dashes, underscores, @ and"
                            + " periods, from 1 to 128 of them.",
                    field);
        }
    }

    private static EngineException invalid(String message, String field) {
        return new EngineException(new Problem.Invalid(message, field));
    }
}
