package dev.modeldeck.engine.wire.openai;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a server takes of the parameters that others than OpenAI have added, and how it calls them:
 * many leave out what they do not know without a word.
 *
 * @param unknown parameters that it does not honour
 * @param words its own names, by ours
 */
public record Accepts(Set<String> unknown, Map<String, String> words, FormWords forms) {

    public Accepts {
        unknown = Set.copyOf(unknown);
        words = Map.copyOf(words);
    }

    /** All that there is, as vLLM and we call it. */
    public static Accepts everything() {
        return new Accepts(Set.of(), Map.of(), FormWords.VLLM);
    }

    public Accepts without(String... parameters) {
        Set<String> more = new HashSet<>(unknown);
        more.addAll(List.of(parameters));
        return new Accepts(more, words, forms);
    }

    public Accepts calling(String ours, String theirs) {
        Map<String, String> more = new HashMap<>(words);
        more.put(ours, theirs);
        return new Accepts(unknown, more, forms);
    }

    public Accepts forms(FormWords other) {
        return new Accepts(unknown, words, other);
    }

    /**
     * Changes a body into what the server takes.
     *
     * @return the names of what had to be left out
     */
    public List<String> fit(ObjectNode body) {
        List<String> ignored = new ArrayList<>();
        for (String name : unknown) {
            if (body.remove(name) != null) {
                ignored.add(name);
            }
        }
        words.forEach((ours, theirs) -> {
            JsonNode value = body.remove(ours);
            if (value != null) {
                body.set(theirs, value);
            }
        });
        forms.fit(body, ignored);
        return ignored;
    }
}
