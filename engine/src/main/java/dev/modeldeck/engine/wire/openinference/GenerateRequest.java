package dev.modeldeck.engine.wire.openinference;

import dev.modeldeck.engine.inference.TextOptions;
import dev.modeldeck.engine.wire.Json;
import dev.modeldeck.engine.wire.SetOptions;

import tools.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The body of Triton's {@code generate} and {@code generate_stream}. How an option is told depends
 * on the model: as an input of its own (TensorRT-LLM), within an input of JSON (vLLM), else as one
 * of the request's parameters.
 *
 * @param inputs names of the model's inputs
 */
public record GenerateRequest(String id, TextOptions options, Set<String> inputs) {

    public static final String TEXT_INPUT = "text_input";

    /** vLLM's options, as a text that is JSON. */
    private static final String SAMPLING = "sampling_parameters";

    /** Under which TensorRT-LLM knows options. */
    private static final Map<String, String> OTHER_NAMES =
            Map.of("seed", "random_seed", "stop", "stop_words");

    public GenerateRequest {
        inputs = Set.copyOf(inputs);
    }

    public ObjectNode json(String prompt) {
        ObjectNode body = Json.object();
        body.put("id", id).put(TEXT_INPUT, prompt);
        for (String flag : flags()) {
            body.put(flag, true);
        }
        ObjectNode others = Json.object();
        SetOptions.values(options)
                .forEach((name, value) -> {
                    String own = own(name);
                    if (!own.isEmpty()) {
                        body.set(own, value);
                    } else if (sampling() || value.isValueNode()) {
                        others.set(name, value);
                    }
                });
        if (sampling() && !others.isEmpty()) {
            body.put(SAMPLING, Json.write(others));
        } else if (!others.isEmpty()) {
            body.set("parameters", others);
        }
        return body;
    }

    /** Names of the options that the model is not told. */
    public List<String> ignored() {
        List<String> ignored = new ArrayList<>(SetOptions.demands(options));
        SetOptions.values(options)
                .forEach((name, value) -> {
                    // A parameter of a request is a text, a number or a flag.
                    if (own(name).isEmpty() && !sampling() && value.isContainer()) {
                        ignored.add(name);
                    }
                });
        return ignored;
    }

    private boolean sampling() {
        return inputs.contains(SAMPLING);
    }

    /** The input by which the model takes an option; empty where it has none. */
    private String own(String name) {
        String other = OTHER_NAMES.getOrDefault(name, name);
        return inputs.contains(name) ? name : inputs.contains(other) ? other : "";
    }

    /** Asked for only where the model has them. */
    private List<String> flags() {
        List<String> known = new ArrayList<>(List.of("stream", "exclude_input_in_output"));
        GenerateAnswer.TOLD.forEach(name -> known.add("return_" + name));
        known.retainAll(inputs);
        return known;
    }
}
