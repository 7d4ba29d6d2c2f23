package dev.modeldeck.engine.starter;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.List;
import java.util.stream.Stream;

/**
 * {@code tokenizer.json} and {@code tokenizer_config.json} as Hugging Face's library reads them.
 */
final class TokenizerFiles {

    static final String PAD = "<|endoftext|>";
    static final String START = "<|im_start|>";
    static final String END = "<|im_end|>";
    static final List<String> SPECIAL = List.of(PAD, START, END);

    /** ChatML: each message between its marks; a system message is one like the others. */
    static final String TEMPLATE =
            "{% for message in messages %}{{ '<|im_start|>' + message['role'] + '\\n' +"
                    + " message['content'] + '<|im_end|>' + '\\n' }}{% endfor %}"
                    + "{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}";

    private static final JsonMapper JSON = JsonMapper.shared();

    private TokenizerFiles() {}

    static String tokenizer(List<BytePairTrainer.Pair> merges) {
        ObjectNode root = JSON.createObjectNode().put("version", "1.0");
        root.putNull("truncation").putNull("padding");
        ArrayNode added = root.putArray("added_tokens");
        for (int id = 0; id < SPECIAL.size(); id++) {
            added.add(
                    flags(JSON.createObjectNode().put("id", id).put("content", SPECIAL.get(id)))
                            .put("special", true));
        }
        root.putNull("normalizer");
        root.set("pre_tokenizer", byteLevel());
        root.putNull("post_processor");
        root.set("decoder", byteLevel());
        ObjectNode model = root.putObject("model").put("type", "BPE");
        model.putNull("dropout").putNull("unk_token");
        model.putNull("continuing_subword_prefix").putNull("end_of_word_suffix");
        model.put("fuse_unk", false).put("byte_fallback", false).put("ignore_merges", false);
        ObjectNode vocabulary = model.putObject("vocab");
        Stream.of(
                        SPECIAL.stream(),
                        ByteLetters.all().stream(),
                        merges.stream().map(pair -> pair.left() + pair.right()))
                .flatMap(tokens -> tokens)
                .forEach(token -> {
                    if (!vocabulary.has(token)) {
                        vocabulary.put(token, vocabulary.size());
                    }
                });
        ArrayNode list = model.putArray("merges");
        merges.forEach(pair -> list.add(pair.left() + " " + pair.right()));
        return pretty(root);
    }

    static String config(int context) {
        ObjectNode root = JSON.createObjectNode();
        root.put("tokenizer_class", "PreTrainedTokenizerFast");
        root.put("model_max_length", context);
        root.put("bos_token", START).put("eos_token", END).put("pad_token", PAD);
        root.put("add_bos_token", false).put("add_prefix_space", false);
        root.put("clean_up_tokenization_spaces", false);
        ObjectNode added = root.putObject("added_tokens_decoder");
        for (int id = 0; id < SPECIAL.size(); id++) {
            flags(added.putObject(Integer.toString(id)).put("content", SPECIAL.get(id)))
                    .put("special", true);
        }
        root.put("chat_template", TEMPLATE);
        return pretty(root);
    }

    static String pretty(ObjectNode node) {
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(node) + "\n";
    }

    private static ObjectNode byteLevel() {
        return JSON.createObjectNode()
                .put("type", "ByteLevel")
                .put("add_prefix_space", false)
                .put("trim_offsets", true)
                .put("use_regex", true);
    }

    private static ObjectNode flags(ObjectNode token) {
        return token.put("single_word", false)
                .put("lstrip", false)
                .put("rstrip", false)
                .put("normalized", false);
    }
}
