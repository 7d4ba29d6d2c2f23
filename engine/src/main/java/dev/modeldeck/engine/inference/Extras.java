package dev.modeldeck.engine.inference;

import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;

import tools.jackson.databind.JsonNode;

import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Parameters of a request beyond those that have a name here: a server that knows them gets them as
 * they are, and where one goes unheeded the answer says so.
 *
 * @param parameters by their name in the request
 * @param strict whether a request of which a parameter would go unheeded is refused
 */
public record Extras(Map<String, JsonNode> parameters, boolean strict) {

    /** Values for a model's chat template, such as {@code {"enable_thinking": false}}. */
    public static final String TEMPLATE_VALUES = "chat_template_kwargs";

    public Extras {
        parameters = Map.copyOf(parameters);
    }

    public static Extras none() {
        return new Extras(Map.of(), false);
    }

    /** The same without its parameters. */
    public Extras bare() {
        return new Extras(Map.of(), strict);
    }

    /** The same with the one parameter, if it is there. */
    public Extras only(String name) {
        JsonNode value = parameters.get(name);
        return value == null ? bare() : new Extras(Map.of(name, value), strict);
    }

    /**
     * The names of parameters that a server does not honour, for {@link AnswerNotes#ignored}.
     *
     * @throws EngineException where there are any and the caller is strict
     */
    public List<String> unheeded(Collection<String> names) {
        List<String> sorted = names.stream().distinct().sorted().toList();
        if (strict && !sorted.isEmpty()) {
            throw new EngineException(
                    new Problem.Invalid(
                            "The server of this model does not honour \"%s\". Leave it out, or do not ask for \"strict\"."
                                    .formatted(String.join("\", \"", sorted)),
                            sorted.getFirst()));
        }
        return sorted;
    }
}
