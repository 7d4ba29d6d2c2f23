package dev.modeldeck.engine.remote.ollama;

import dev.modeldeck.engine.connections.Site;
import dev.modeldeck.engine.inference.SettingSpec;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.node.ObjectNode;

import java.util.List;

/**
 * What a connection to Ollama sets for all its calls.
 *
 * @param context size of a model's context in tokens; null for the server's own
 * @param keepAlive how long a model stays in memory: {@code 10m}, seconds, or -1; empty for the
 *     server's own
 */
record OllamaTerms(@Nullable Integer context, String keepAlive) {

    private static final String CONTEXT = "num_ctx";
    private static final String KEEP = "keep_alive";

    static final List<SettingSpec> SETTINGS =
            List.of(
                    new SettingSpec(
                            CONTEXT,
                            "Context",
                            "Tokens of prompt and answer together. Empty for the server's own, which may be short.",
                            new SettingSpec.Kind.Whole(1, Integer.MAX_VALUE),
                            ""),
                    SettingSpec.text(
                            KEEP,
                            "Keep in memory",
                            "How long after a call: 10m, 1h, -1 for ever. Empty for the server's own."));

    static OllamaTerms of(Site site) {
        String context = site.setting(CONTEXT).strip();
        if (context.isEmpty()) {
            return new OllamaTerms(null, site.setting(KEEP).strip());
        }
        try {
            return new OllamaTerms(Integer.valueOf(context), site.setting(KEEP).strip());
        } catch (NumberFormatException e) {
            throw new EngineException(
                    new Problem.Invalid("The context is a whole number of tokens.", CONTEXT), e);
        }
    }

    /** The body with how long the model is to be kept, unless it says so itself. */
    ObjectNode keep(ObjectNode body) {
        if (!keepAlive.isEmpty() && !body.has(KEEP)) {
            put(body, keepAlive);
        }
        return body;
    }

    /** Numbers are seconds, texts have a unit. */
    static void put(ObjectNode body, String keepAlive) {
        if (keepAlive.matches("-?\\d{1,9}")) {
            body.put(KEEP, Integer.parseInt(keepAlive));
        } else {
            body.put(KEEP, keepAlive);
        }
    }
}
