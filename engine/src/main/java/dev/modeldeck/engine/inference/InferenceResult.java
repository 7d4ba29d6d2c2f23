package dev.modeldeck.engine.inference;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

import java.util.List;

/** What a backend answered. */
public sealed interface InferenceResult {

    Usage usage();

    /**
     * Answers to a chat or completion, in the order of their index.
     *
     * @param timings what the server says that it took; null where it says nothing
     */
    record Text(
            List<TextChoice> choices,
            Usage usage,
            AnswerNotes notes,
            @Nullable ServerTimings timings)
            implements InferenceResult {
        public Text {
            choices = List.copyOf(choices);
        }

        public Text(List<TextChoice> choices, Usage usage, AnswerNotes notes) {
            this(choices, usage, notes, null);
        }

        public Text(List<TextChoice> choices, Usage usage) {
            this(choices, usage, AnswerNotes.NONE);
        }

        /** The same with tokens that were counted here. */
        public Text counted(Usage estimate) {
            return new Text(choices, estimate, notes.estimating(), timings);
        }

        /** The same, saying that these parameters were not honoured. */
        public Text ignoring(List<String> parameters) {
            return parameters.isEmpty()
                    ? this
                    : new Text(choices, usage, notes.ignoring(parameters), timings);
        }
    }

    /** One vector for each input. */
    record Embeddings(List<float[]> vectors, Usage usage) implements InferenceResult {
        public Embeddings {
            vectors = List.copyOf(vectors);
        }
    }

    /**
     * How far each input belongs to each class.
     *
     * @param labels of the classes
     * @param scores a row for each input, in the order of the labels
     */
    record Classes(List<String> labels, List<float[]> scores, Usage usage)
            implements InferenceResult {
        public Classes {
            labels = List.copyOf(labels);
            scores = List.copyOf(scores);
        }

        /** The place of the highest score. */
        public static int best(float[] scores) {
            int best = 0;
            for (int i = 1; i < scores.length; i++) {
                best = scores[i] > scores[best] ? i : best;
            }
            return best;
        }
    }

    /** How well each document answers the query, in the order of the documents. */
    record Relevance(List<Float> scores, Usage usage) implements InferenceResult {
        public Relevance {
            scores = List.copyOf(scores);
        }
    }

    /** What a tabular model predicts: the value of {@code predictions} in MLflow's protocol. */
    record Predictions(JsonNode predictions, Usage usage) implements InferenceResult {
        public Predictions(JsonNode predictions) {
            this(predictions, Usage.NONE);
        }
    }

    record Tensors(List<Tensor> outputs, Usage usage) implements InferenceResult {
        public Tensors {
            outputs = List.copyOf(outputs);
        }

        public Tensors(List<Tensor> outputs) {
            this(outputs, Usage.NONE);
        }
    }

    /**
     * One whole answer.
     *
     * @param logprobs null unless asked for
     * @param calls of tools that it asks for
     * @param thought what the model thought before, which is no part of the answer; empty for none
     */
    record TextChoice(
            int index,
            String text,
            FinishReason finishReason,
            @Nullable List<TokenLogprob> logprobs,
            List<ToolCall> calls,
            String thought) {
        public TextChoice {
            calls = List.copyOf(calls);
        }

        public TextChoice(
                int index,
                String text,
                FinishReason finishReason,
                @Nullable List<TokenLogprob> logprobs,
                List<ToolCall> calls) {
            this(index, text, finishReason, logprobs, calls, "");
        }

        public TextChoice(
                int index,
                String text,
                FinishReason finishReason,
                @Nullable List<TokenLogprob> logprobs) {
            this(index, text, finishReason, logprobs, List.of());
        }
    }

    enum FinishReason {
        /** The model ended its answer, or a stop text came. */
        STOP,
        /** The limit of tokens or of the context was reached. */
        LENGTH,
        /** The model asks for tools to be called. */
        TOOL_CALLS,
        /** Something was left out, or not said, by a filter. */
        CONTENT_FILTER
    }
}
