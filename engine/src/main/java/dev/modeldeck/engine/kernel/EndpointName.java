package dev.modeldeck.engine.kernel;

import java.util.regex.Pattern;

/** The name of an endpoint: letters, digits, dashes and underscores, at most 63 characters. */
public record EndpointName(String value) implements Comparable<EndpointName> {

    private static final Pattern ALLOWED = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,62}");

    public EndpointName {
        if (!ALLOWED.matcher(value).matches()) {
            throw new EngineException(
                    new Problem.Invalid(
                            "An endpoint name has 1 to 63 letters, digits, dashes and underscores and"
                                    + " starts with a letter or digit. Choose another name.",
                            "name"));
        }
    }

    @Override
    public int compareTo(EndpointName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
