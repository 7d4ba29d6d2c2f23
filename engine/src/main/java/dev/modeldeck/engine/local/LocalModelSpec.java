package dev.modeldeck.engine.local;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.List;

/**
 * A model to load and how.
 *
 * @param model a Hugging Face folder, or a TorchScript file
 * @param device {@code cpu} or {@code cuda:0} …
 * @param dtype {@code auto} (as stored), {@code f32}, {@code bf16}, {@code fp16}, {@code int8} or
 *     {@code int4}
 * @param contextLength most tokens of prompt and answer; 0 for the model's own
 * @param concurrency requests served side by side, at least 1
 * @param threads threads that compute; 0 for the machine's cores
 * @param quantised beginning of the name of files in which quantised weights are kept; null to keep
 *     none
 * @param inputNames of a tensor model in the order of its forward's parameters; empty to accept any
 * @param outputNames of a tensor model; empty for output0, output1 …
 * @param draft a smaller text model that guesses what this one is going to say; null for none
 */
public record LocalModelSpec(
        Path model,
        Kind kind,
        String device,
        String dtype,
        int contextLength,
        int concurrency,
        int threads,
        @Nullable Path quantised,
        List<String> inputNames,
        List<String> outputNames,
        @Nullable LocalModelSpec draft) {

    public LocalModelSpec {
        inputNames = List.copyOf(inputNames);
        outputNames = List.copyOf(outputNames);
    }

    /** Without a draft model. */
    public LocalModelSpec(
            Path model,
            Kind kind,
            String device,
            String dtype,
            int contextLength,
            int concurrency,
            int threads,
            @Nullable Path quantised,
            List<String> inputNames,
            List<String> outputNames) {
        this(
                model,
                kind,
                device,
                dtype,
                contextLength,
                concurrency,
                threads,
                quantised,
                inputNames,
                outputNames,
                null);
    }

    /** The same with a draft model. */
    public LocalModelSpec drafted(@Nullable LocalModelSpec smaller) {
        return new LocalModelSpec(
                model,
                kind,
                device,
                dtype,
                contextLength,
                concurrency,
                threads,
                quantised,
                inputNames,
                outputNames,
                smaller);
    }

    /** What the model answers. */
    public enum Kind {
        TEXT,
        /** Vectors, classes or relevance of texts, as the model's files say. */
        ENCODER,
        TENSOR
    }
}
