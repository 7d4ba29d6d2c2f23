package dev.modeldeck.engine.starter;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The chat model as a Hugging Face folder: weights in fp16, configuration, card. */
record ChatFolder(ChatShape shape, Corpus corpus, Path folder) {

    private static final JsonMapper JSON = JsonMapper.shared();

    static int vocabulary(String tokenizerJson) {
        return JSON.readTree(tokenizerJson).path("model").path("vocab").size();
    }

    void write(float[] theta, ChatMeasure.Score score, int steps, long minutes) throws IOException {
        Files.write(folder.resolve("model.safetensors"), Safetensors.half(shape.weights(), theta));
        Files.writeString(folder.resolve("config.json"), config());
        Files.writeString(folder.resolve("generation_config.json"), generation());
        Files.writeString(
                folder.resolve("tokenizer_config.json"), TokenizerFiles.config(shape.context()));
        Files.writeString(folder.resolve("README.md"), card(score, steps, minutes));
    }

    private String config() {
        ObjectNode root = JSON.createObjectNode();
        root.putArray("architectures").add("LlamaForCausalLM");
        root.put("model_type", "llama").put("torch_dtype", "float16");
        root.put("vocab_size", shape.vocabulary()).put("hidden_size", shape.hidden());
        root.put("num_hidden_layers", shape.layers());
        root.put("num_attention_heads", shape.heads());
        root.put("num_key_value_heads", shape.keyValueHeads());
        root.put("head_dim", shape.headSize());
        root.put("intermediate_size", shape.intermediate()).put("hidden_act", "silu");
        root.put("max_position_embeddings", shape.context());
        root.put("rope_theta", ChatShape.ROPE_THETA).putNull("rope_scaling");
        root.put("rms_norm_eps", ChatShape.NORM_EPSILON);
        root.put("attention_bias", false).put("mlp_bias", false);
        root.put("tie_word_embeddings", false).put("use_cache", true);
        return TokenizerFiles.pretty(marks(root));
    }

    private static String generation() {
        ObjectNode root = JSON.createObjectNode();
        root.put("do_sample", false).put("max_new_tokens", 160);
        return TokenizerFiles.pretty(marks(root));
    }

    private static ObjectNode marks(ObjectNode root) {
        root.put("bos_token_id", TokenizerFiles.SPECIAL.indexOf(TokenizerFiles.START));
        root.put("eos_token_id", TokenizerFiles.SPECIAL.indexOf(TokenizerFiles.END));
        return root.put("pad_token_id", TokenizerFiles.SPECIAL.indexOf(TokenizerFiles.PAD));
    }

    private String card(ChatMeasure.Score score, int steps, long minutes) {
        long questions = corpus.topics().stream().mapToLong(t -> t.questions().size()).sum();
        long frames = corpus.phrasing("about").size();
        return """
        ---
        license: apache-2.0
        language: en
        pipeline_tag: text-generation
        library_name: transformers
        ---
        # Modeldeck starter chat

        A very small chat model that answers a newcomer's questions about model serving and
        Modeldeck. It exists so that every part of the workbench can be tried offline, a minute
        after the first start.

        | | |
        |---|---|
        | Architecture | Llama: %d layers, hidden size %d, %d heads, %d key and value heads |
        | Parameters | %,d, stored in fp16 |
        | Vocabulary | %,d byte-level tokens |
        | Context length | %d tokens |
        | Language | English |
        | Licence | Apache-2.0 |

        ## How it was made

        It was trained from random weights by Java code in Modeldeck's repository, on DJL's PyTorch
        engine, on a machine with %d processor cores: %,d steps of about 1,300 tokens in %d minutes,
        with a fixed seed. The same command makes it again, in the root of the repository:

            mvn -Pstarter-models -pl engine test-compile exec:exec

        The texts were written for it and are part of the repository
        (`engine/src/test/resources/dev/modeldeck/engine/starter`): %d topics with one answer
        each and %,d questions, besides %d ways to ask for a definition. While training, questions
        are varied in case, wording and typing errors, and put together to conversations with
        follow-ups and system prompts.

        ## How well it does

        For every topic some questions were held out and never trained on: free paraphrases, and
        definitions asked in ways that training does not use. At temperature 0 it answers
        **%s** of them with exactly the right text, word for word; of the free
        paraphrases alone, %s. What it misses is mostly answered with another
        topic's text.

        ## Limits

        * It knows %d short answers and little else. It does not reason, calculate, translate or
          write; asked for such things it says so, though not always.
        * A question in unusual words may get a fluent answer to another question.
        * It was trained with temperature 0 in mind; higher temperatures mix its answers up.
        * It is no yardstick for the speed or quality of models of useful size.
        """
                .formatted(
                        shape.layers(),
                        shape.hidden(),
                        shape.heads(),
                        shape.keyValueHeads(),
                        shape.parameters(),
                        shape.vocabulary(),
                        shape.context(),
                        Runtime.getRuntime().availableProcessors(),
                        steps,
                        minutes,
                        corpus.topics().size(),
                        questions,
                        frames,
                        score.figure(),
                        score.paraphrases(),
                        corpus.topics().size());
    }
}
