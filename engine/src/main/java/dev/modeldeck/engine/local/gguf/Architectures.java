package dev.modeldeck.engine.local.gguf;

import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.registry.format.gguf.GgufHead;

import java.util.List;
import java.util.stream.Collectors;

/** The list of kinds of decoders that are read from GGUF files; a new one is a line. */
final class Architectures {

    private static final List<Architecture> ALL =
            List.of(
                    // Also Mistral, SmolLM, Yi and DeepSeek's small ones.
                    Architecture.of("llama", "llama")
                            .withInterleavedHeads()
                            .set(DecoderSettings::llama),
                    Architecture.of("smollm3", "smollm3").withInterleavedHeads(),
                    Architecture.of("qwen2", "qwen2"),
                    Architecture.of("qwen3", "qwen3").set(DecoderSettings::biased),
                    Architecture.of("phi3", "phi3").set(DecoderSettings::phi),
                    Architecture.of("gemma2", "gemma2")
                            .named(FileNames.GEMMA)
                            .withNormsAboveOne()
                            .set(DecoderSettings::gemma),
                    Architecture.of("gemma3", "gemma3_text")
                            .named(FileNames.GEMMA)
                            .withNormsAboveOne()
                            .set(DecoderSettings::gemma),
                    Architecture.of("gpt2", "gpt2")
                            .named(FileNames.GPT2)
                            .set(DecoderSettings::gpt2));

    private Architectures() {}

    static Architecture of(GgufHead head) {
        String name = head.architecture();
        return ALL.stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new EngineException(new Problem.Unsupported(unknown(name))));
    }

    private static String unknown(String name) {
        return "This is a GGUF model of the kind \"%s\". Modeldeck runs %s from GGUF. Serve it with llama.cpp, Ollama or LM Studio, and add that as an external model."
                .formatted(
                        name.isEmpty() ? "unknown" : name,
                        ALL.stream().map(Architecture::name).collect(Collectors.joining(", ")));
    }
}
