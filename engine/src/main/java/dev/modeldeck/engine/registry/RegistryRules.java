package dev.modeldeck.engine.registry;

import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;

import org.jspecify.annotations.Nullable;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** What MLflow's registry accepts as aliases, tags and descriptions. */
final class RegistryRules {

    private static final int LONGEST_ALIAS = 255;
    private static final int LONGEST_TAG_KEY = 250;
    private static final int LONGEST_TEXT = 100_000;
    private static final Pattern ALIAS = Pattern.compile("[\\w\\-]+");
    private static final Pattern VERSION_LIKE = Pattern.compile("[vV]\\d+");

    private RegistryRules() {}

    static void checkAlias(String alias) {
        if (alias.length() > LONGEST_ALIAS || !ALIAS.matcher(alias).matches()) {
            throw invalid(
                    "An alias has 1 to "
                            + LONGEST_ALIAS
                            + " letters, digits, dashes and underscores.",
                    "alias");
        }
        if (alias.toLowerCase(Locale.ROOT).equals("latest")) {
            throw invalid(
                    "\"latest\" always means the newest version. Choose another alias.", "alias");
        }
        if (VERSION_LIKE.matcher(alias).matches()) {
            throw invalid(
                    "\"" + alias + "\" reads like a version number. Choose another alias.",
                    "alias");
        }
    }

    static void checkTags(Map<String, String> tags) {
        tags.forEach(RegistryRules::checkTag);
    }

    static void checkTag(String key, @Nullable String value) {
        if (key.isBlank() || key.length() > LONGEST_TAG_KEY) {
            throw invalid("A tag's key has 1 to " + LONGEST_TAG_KEY + " characters.", "key");
        }
        if (value != null && value.length() > LONGEST_TEXT) {
            throw invalid(
                    "The value of tag \"" + key + "\" is longer than 100,000 characters.", "value");
        }
    }

    static void checkDescription(String text) {
        if (text.length() > LONGEST_TEXT) {
            throw invalid("A description has at most 100,000 characters.", "description");
        }
    }

    private static EngineException invalid(String message, String field) {
        return new EngineException(new Problem.Invalid(message, field));
    }
}
