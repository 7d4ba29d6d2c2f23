package dev.modeldeck.engine.local.gguf;

import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.registry.format.gguf.GgufHead;

import java.util.List;
import java.util.stream.Collectors;

/** The list of kinds of decoders that are read from GGUF files; a new one is a class and a line. */
final class Architectures {

    private static final List<Architecture> ALL =
            List.of(new LlamaArchitecture(), new Qwen2Architecture(), new Qwen3Architecture());

    private Architectures() {}

    static Architecture of(GgufHead head) {
        String name = head.architecture();
        return ALL.stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(() ->
                        new EngineException(
                                new Problem.Unsupported(
                                        "This is a GGUF model of the kind \"%s\". Modeldeck runs %s from GGUF. Serve it with llama.cpp, Ollama or LM Studio, and add that as an external model."
                                                .formatted(
                                                        name.isEmpty() ? "unknown" : name,
                                                        ALL.stream()
                                                                .map(Architecture::name)
                                                                .collect(
                                                                        Collectors.joining(
                                                                                ", "))))));
    }
}
