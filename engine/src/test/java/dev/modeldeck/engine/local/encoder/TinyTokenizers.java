package dev.modeldeck.engine.local.encoder;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The three kinds of {@code tokenizer.json} that encoders come with, over a few words and all
 * printable ASCII.
 */
public final class TinyTokenizers {

    /** Words that have a token of their own. */
    static final List<String> WORDS =
            List.of("hello", "world", "what", "is", "a", "query", "passage", "good", "bad");

    private static final JsonMapper JSON = JsonMapper.shared();

    private TinyTokenizers() {}

    /**
     * The one that the model's family comes with; every vocabulary has at most that many tokens.
     */
    public static final int VOCABULARY = 300;

    public static void write(String type, Path folder) {
        ObjectNode tokenizer =
                switch (type) {
                    case "bert", "distilbert" -> wordPiece("[PAD]", "[UNK]", "[CLS]", "[SEP]");
                    case "mpnet" -> wordPiece("<s>", "<pad>", "<unk>", "</s>");
                    case "roberta" -> bytePair();
                    default -> unigram();
                };
        JSON.writeValue(folder.resolve("tokenizer.json").toFile(), tokenizer);
    }

    /** BERT's: lower case, pieces of words. Special tokens have the first ids. */
    private static ObjectNode wordPiece(String... special) {
        boolean bert = special[0].equals("[PAD]");
        ObjectNode tokenizer = head(special);
        tokenizer
                .putObject("normalizer")
                .put("type", "BertNormalizer")
                .put("clean_text", true)
                .put("handle_chinese_chars", true)
                .putNull("strip_accents")
                .put("lowercase", true);
        tokenizer.putObject("pre_tokenizer").put("type", "BertPreTokenizer");
        if (bert) {
            tokenizer.set("post_processor", template("[CLS]", 2, "[SEP]", 3, false));
        } else {
            tokenizer.set("post_processor", template("<s>", 0, "</s>", 3, true));
        }
        ObjectNode model = tokenizer.putObject("model");
        model.put("type", "WordPiece").put("unk_token", bert ? "[UNK]" : "<unk>");
        model.put("continuing_subword_prefix", "##").put("max_input_chars_per_word", 100);
        ObjectNode vocabulary = model.putObject("vocab");
        List<String> tokens = new ArrayList<>(List.of(special));
        tokens.addAll(WORDS);
        for (char c = '!'; c <= '~'; c++) {
            tokens.add(String.valueOf(c));
            tokens.add("##" + c);
        }
        tokens.stream().distinct().forEach(token -> vocabulary.put(token, vocabulary.size()));
        return tokenizer;
    }

    /** RoBERTa's: pairs of bytes. */
    private static ObjectNode bytePair() {
        ObjectNode tokenizer = head("<s>", "<pad>", "</s>", "<unk>");
        ObjectNode bytes = JSON.createObjectNode().put("type", "ByteLevel");
        bytes.put("add_prefix_space", false).put("trim_offsets", true).put("use_regex", true);
        tokenizer.set("pre_tokenizer", bytes);
        tokenizer.set("decoder", bytes);
        ObjectNode processor = tokenizer.putObject("post_processor");
        processor.put("type", "RobertaProcessing").put("trim_offsets", true);
        processor.put("add_prefix_space", false);
        processor.putArray("sep").add("</s>").add(2);
        processor.putArray("cls").add("<s>").add(0);
        ObjectNode model = tokenizer.putObject("model").put("type", "BPE");
        ObjectNode vocabulary = model.putObject("vocab");
        List.of("<s>", "<pad>", "</s>", "<unk>")
                .forEach(token -> vocabulary.put(token, vocabulary.size()));
        int unprintable = 256;
        for (int b = 0; b < 256; b++) {
            boolean printable = (b > 32 && b < 127) || (b > 160 && b != 173);
            vocabulary.put(Character.toString(printable ? b : unprintable++), vocabulary.size());
        }
        ArrayNode merges = model.putArray("merges");
        for (String merge : List.of("h e", "l l", "Ġ w", "he ll")) {
            merges.add(merge);
            vocabulary.put(merge.replace(" ", ""), vocabulary.size());
        }
        return tokenizer;
    }

    /** XLM-RoBERTa's: the likeliest pieces, which begin words with a mark. */
    private static ObjectNode unigram() {
        ObjectNode tokenizer = head("<s>", "<pad>", "</s>", "<unk>");
        tokenizer.putObject("normalizer").put("type", "NFKC");
        ObjectNode words = JSON.createObjectNode().put("type", "Metaspace");
        words.put("replacement", "▁").put("prepend_scheme", "always").put("split", true);
        tokenizer.set("pre_tokenizer", words);
        tokenizer.set("decoder", words);
        tokenizer.set("post_processor", template("<s>", 0, "</s>", 2, true));
        ObjectNode model = tokenizer.putObject("model").put("type", "Unigram").put("unk_id", 3);
        ArrayNode vocabulary = model.putArray("vocab");
        for (String token : List.of("<s>", "<pad>", "</s>", "<unk>")) {
            vocabulary.addArray().add(token).add(0.0);
        }
        WORDS.forEach(word -> vocabulary.addArray().add("▁" + word).add(-3.0));
        vocabulary.addArray().add("▁").add(-5.0);
        for (char c = '!'; c <= '~'; c++) {
            vocabulary.addArray().add(String.valueOf(c)).add(-8.0);
        }
        return tokenizer;
    }

    private static ObjectNode head(String... special) {
        ObjectNode tokenizer = JSON.createObjectNode().put("version", "1.0");
        ArrayNode added = tokenizer.putArray("added_tokens");
        for (String token : special) {
            added.addObject()
                    .put("id", added.size() - 1)
                    .put("content", token)
                    .put("special", true)
                    .put("single_word", false)
                    .put("lstrip", false)
                    .put("rstrip", false)
                    .put("normalized", false);
        }
        return tokenizer;
    }

    /**
     * @param twice whether two ends stand between the texts of a pair, which are then of one kind
     */
    private static ObjectNode template(
            String begin, int beginId, String end, int endId, boolean twice) {
        ObjectNode template = JSON.createObjectNode().put("type", "TemplateProcessing");
        int second = twice ? 0 : 1;
        ArrayNode single = template.putArray("single");
        ArrayNode pair = template.putArray("pair");
        for (ArrayNode form : List.of(single, pair)) {
            part(form, "SpecialToken", begin, 0);
            part(form, "Sequence", "A", 0);
            part(form, "SpecialToken", end, 0);
        }
        if (twice) {
            part(pair, "SpecialToken", end, 0);
        }
        part(pair, "Sequence", "B", second);
        part(pair, "SpecialToken", end, second);
        ObjectNode tokens = template.putObject("special_tokens");
        tokens.set(begin, special(begin, beginId));
        tokens.set(end, special(end, endId));
        return template;
    }

    private static void part(ArrayNode form, String kind, String id, int type) {
        form.addObject().putObject(kind).put("id", id).put("type_id", type);
    }

    private static ObjectNode special(String token, int id) {
        ObjectNode entry = JSON.createObjectNode().put("id", token);
        entry.putArray("ids").add(id);
        entry.putArray("tokens").add(token);
        return entry;
    }
}
