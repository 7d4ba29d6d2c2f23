package dev.modeldeck.engine.registry;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Optional;

/**
 * What a format found in a model's files, shown before a person confirms a registration.
 *
 * @param format id of the format, for example {@code huggingface}
 * @param formatLabel what a person reads, for example {@code Hugging Face, safetensors}
 * @param task what it answers
 * @param architecture for example {@code LlamaForCausalLM}; empty where unknown
 * @param parameters number of weights; 0 where unknown
 * @param dtype as stored: {@code bf16}, {@code f32} …; empty where unknown
 * @param contextLength most tokens of prompt and answer, or of a text that is read; 0 where there
 *     are none
 * @param signature columns or tensors in and out; null where none is stated
 * @param inputExample a request body that works, as JSON; null where none
 * @param licence as stated; null where not
 * @param entryPoint the file or folder to load, relative to the version's location; empty where
 *     that is the location itself
 * @param shape sizes that decide about memory; null for models without a KV cache
 * @param encoder what a model that reads texts gives; null for all others
 * @param refusal why it cannot be run here, and the way out; null where it can
 */
public record Inspection(
        String format,
        String formatLabel,
        Task task,
        String architecture,
        long parameters,
        String dtype,
        int contextLength,
        @Nullable Signature signature,
        @Nullable String inputExample,
        @Nullable String licence,
        String entryPoint,
        @Nullable TextShape shape,
        @Nullable Encoder encoder,
        @Nullable String refusal) {

    /** Of a model that is no encoder. */
    public Inspection(
            String format,
            String formatLabel,
            Task task,
            String architecture,
            long parameters,
            String dtype,
            int contextLength,
            @Nullable Signature signature,
            @Nullable String inputExample,
            @Nullable String licence,
            String entryPoint,
            @Nullable TextShape shape,
            @Nullable String refusal) {
        this(
                format,
                formatLabel,
                task,
                architecture,
                parameters,
                dtype,
                contextLength,
                signature,
                inputExample,
                licence,
                entryPoint,
                shape,
                null,
                refusal);
    }

    /** Files that are recognised but cannot be run here. */
    public static Inspection refused(String format, String formatLabel, String reason) {
        return new Inspection(
                format,
                formatLabel,
                Task.TENSORS,
                "",
                0,
                "",
                0,
                null,
                null,
                null,
                "",
                null,
                reason);
    }

    public Optional<String> whyNotRunnable() {
        return Optional.ofNullable(refusal);
    }

    /** What a model answers. */
    public enum Task {
        CHAT("llm/v1/chat"),
        COMPLETION("llm/v1/completions"),
        EMBEDDING("llm/v1/embeddings"),
        CLASSIFICATION("classification"),
        RERANKING("reranking"),
        TENSORS("tensors");

        private final String id;

        Task(String id) {
            this.id = id;
        }

        /** Whether it writes texts: a language model. */
        public boolean writes() {
            return this == CHAT || this == COMPLETION;
        }

        /** The task's name in Databricks' words where they have one. */
        public String id() {
            return id;
        }

        /** Whether it is one of Databricks' own. */
        public boolean ofDatabricks() {
            return id.startsWith("llm/");
        }
    }

    /** Sizes of a decoder: what the KV cache of one token needs follows from them. */
    public record TextShape(int layers, int keyValueHeads, int headSize, int vocabulary) {

        /** Bytes of keys and values for one token, at two (or four) bytes a number. */
        public long keyValueBytesPerToken(int bytesPerNumber) {
            return 2L * layers * keyValueHeads * headSize * bytesPerNumber;
        }
    }

    /**
     * What an encoder gives, and the sizes that decide about its memory.
     *
     * @param dimensions numbers in the vector of a text; 0 for a classifier
     * @param pooling how a text's vector is made of its tokens', for people; empty for a classifier
     * @param normalised whether vectors have the length 1
     * @param labels of the classes; empty unless it is a classifier
     * @param prompts names of the texts that a caller can have put before a text
     */
    public record Encoder(
            int layers,
            int hidden,
            int intermediate,
            int dimensions,
            String pooling,
            boolean normalised,
            List<String> labels,
            List<String> prompts) {
        public Encoder {
            labels = List.copyOf(labels);
            prompts = List.copyOf(prompts);
        }

        /** Weights of the layers' linear maps, which are kept in the type computed in. */
        public long mapWeights() {
            return layers * (4L * hidden * hidden + 2L * hidden * intermediate);
        }
    }
}
