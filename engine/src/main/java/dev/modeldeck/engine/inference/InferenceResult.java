package dev.modeldeck.engine.inference;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

import java.util.List;

/** What a backend answered. */
public sealed interface InferenceResult {

    Usage usage();

    /** Answers to a chat or completion, in the order of their index. */
    record Text(List<TextChoice> choices, Usage usage, AnswerNotes notes)
            implements InferenceResult {
        public Text {
            choices = List.copyOf(choices);
        }

        public Text(List<TextChoice> choices, Usage usage) {
            this(choices, usage, AnswerNotes.NONE);
        }
    }

    /** One vector for each input. */
    record Embeddings(List<List<Float>> vectors, Usage usage) implements InferenceResult {
        public Embeddings {
            vectors = List.copyOf(vectors);
        }
    }

    /** What a tabular model predicts: the value of {@code predictions} in MLflow's protocol. */
    record Predictions(JsonNode predictions) implements InferenceResult {
        @Override
        public Usage usage() {
            return Usage.NONE;
        }
    }

    record Tensors(List<Tensor> outputs) implements InferenceResult {
        public Tensors {
            outputs = List.copyOf(outputs);
        }

        @Override
        public Usage usage() {
            return Usage.NONE;
        }
    }

    /** One whole answer; {@code logprobs} is null unless asked for. */
    record TextChoice(
            int index,
            String text,
            FinishReason finishReason,
            @Nullable List<TokenLogprob> logprobs) {}

    enum FinishReason {
        /** The model ended its answer, or a stop text came. */
        STOP,
        /** The limit of tokens or of the context was reached. */
        LENGTH
    }
}
