package dev.modeldeck.engine.inference;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.List;

/** What a call asks for. */
public sealed interface Payload {

    /** A conversation to be continued by the assistant; {@code choices} answers are wanted. */
    record Chat(List<ChatMessage> messages, int choices, TextOptions options, ToolUse tools)
            implements Payload {
        public Chat {
            messages = List.copyOf(messages);
        }

        public Chat(List<ChatMessage> messages, int choices, TextOptions options) {
            this(messages, choices, options, ToolUse.none());
        }

        /** The names of what messages say beyond the fields that have a name here. */
        public List<String> otherFields() {
            return messages.stream()
                    .flatMap(message -> message.others().keySet().stream())
                    .map(name -> "messages." + name)
                    .distinct()
                    .sorted()
                    .toList();
        }

        /** Whether a picture is to be looked at otherwise than a server does by itself. */
        public boolean asksForDetail() {
            return messages.stream()
                    .flatMap(message -> message.pictures().stream())
                    .anyMatch(MessagePart.Picture::asksForDetail);
        }
    }

    /** Texts (or token ids) to be continued; {@code echo} repeats the prompt in the answer. */
    record Completion(List<Prompt> prompts, int choices, boolean echo, TextOptions options)
            implements Payload {
        public Completion {
            prompts = List.copyOf(prompts);
        }
    }

    /** Texts to be turned into vectors. */
    record Embedding(List<Prompt> inputs, EmbeddingOptions options) implements Payload {
        public Embedding {
            inputs = List.copyOf(inputs);
        }
    }

    /** Texts, or pairs of texts, to be told which class they belong to. */
    record Classification(List<Prompt> inputs, ReadingOptions options) implements Payload {
        public Classification {
            inputs = List.copyOf(inputs);
        }
    }

    /** Documents to be told how well each answers the query. */
    record Reranking(String query, List<String> documents, ReadingOptions options)
            implements Payload {
        public Reranking {
            documents = List.copyOf(documents);
        }
    }

    /** Named columns and rows, or nested arrays, for a model with a signature. */
    record Tabular(TabularInput input, ObjectNode params) implements Payload {}

    /** Tensors in and out, as the Open Inference Protocol has them; empty outputs mean all. */
    record Tensors(List<Tensor> inputs, List<String> outputs, ObjectNode parameters)
            implements Payload {
        public Tensors {
            inputs = List.copyOf(inputs);
            outputs = List.copyOf(outputs);
        }
    }

    /** A prompt as text or as token ids of the model's own vocabulary. */
    sealed interface Prompt {
        record Text(String text) implements Prompt {}

        /** Two texts that a classifier reads as one: a premise and a hypothesis. */
        record Pair(String first, String second) implements Prompt {}

        record Tokens(List<Integer> ids) implements Prompt {
            public Tokens {
                ids = List.copyOf(ids);
            }
        }
    }

    /** The forms in which MLflow's scoring protocol sends rows. */
    sealed interface TabularInput {
        /** {@code dataframe_split} and {@code dataframe_records}; a cell may be a JSON null. */
        record Frame(List<String> columns, List<List<JsonNode>> rows) implements TabularInput {
            public Frame {
                columns = List.copyOf(columns);
                rows = rows.stream().map(List::copyOf).toList();
            }
        }

        /** {@code instances}: a JSON array with one element a row. */
        record Instances(JsonNode rows) implements TabularInput {}

        /** {@code inputs}: an array (one tensor) or an object (one array a column). */
        record Inputs(JsonNode value) implements TabularInput {}
    }
}
