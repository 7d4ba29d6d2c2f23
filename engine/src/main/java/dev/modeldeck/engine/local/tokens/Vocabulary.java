package dev.modeldeck.engine.local.tokens;

import tools.jackson.databind.JsonNode;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The tokens of a {@code tokenizer.json}: their ids and the bytes that each stands for. */
public final class Vocabulary {

    private static final Pattern BYTE = Pattern.compile("<0x([0-9A-Fa-f]{2})>");

    private final Map<Integer, String> tokens = new HashMap<>();
    private final Map<String, Integer> added = new HashMap<>();
    private final Set<Integer> special = new HashSet<>();
    private final boolean byteLevel;
    private final boolean firstSpaceDropped;

    public Vocabulary(JsonNode tokenizer) {
        JsonNode vocabulary = tokenizer.path("model").path("vocab");
        if (vocabulary.isArray()) {
            for (int id = 0; id < vocabulary.size(); id++) {
                tokens.put(id, vocabulary.path(id).path(0).asString());
            }
        } else {
            vocabulary
                    .propertyStream()
                    .forEach(entry -> tokens.put(entry.getValue().asInt(), entry.getKey()));
        }
        for (JsonNode token : tokenizer.path("added_tokens")) {
            tokens.put(token.path("id").asInt(), token.path("content").asString());
            added.put(token.path("content").asString(), token.path("id").asInt());
            if (token.path("special").asBoolean(false)) {
                special.add(token.path("id").asInt());
            }
        }
        byteLevel = tokenizer.path("decoder").toString().contains("\"ByteLevel\"");
        firstSpaceDropped = dropsFirstSpace(tokenizer.path("decoder"));
    }

    private static boolean dropsFirstSpace(JsonNode decoder) {
        for (JsonNode each : decoder.path("decoders")) {
            if (dropsFirstSpace(each)) {
                return true;
            }
        }
        return switch (decoder.path("type").asString("")) {
            case "Strip" ->
                    decoder.path("content").asString("").equals(" ")
                            && decoder.path("start").asInt(0) > 0;
            case "Metaspace" ->
                    !decoder.path("prepend_scheme").asString("always").equals("never")
                            && decoder.path("add_prefix_space").asBoolean(true);
            default -> false;
        };
    }

    /** The id of a token that the tokenizer never takes apart. */
    public OptionalInt special(String content) {
        Integer id = added.get(content);
        return id == null ? OptionalInt.empty() : OptionalInt.of(id);
    }

    /** Whether a token is left out of texts: a sign for the model, and no words. */
    public boolean special(int id) {
        return special.contains(id);
    }

    /** Whether a space at the begin of a text, as tokenizers put it before words, is not shown. */
    public boolean firstSpaceDropped() {
        return firstSpaceDropped;
    }

    /**
     * Most UTF-8 bytes of text that one token stands for; 0 where a token may stand for any number,
     * because what the vocabulary lacks becomes a single unknown one.
     */
    public int longest() {
        return byteLevel || tokens.containsValue("<0x00>")
                ? tokens.keySet().stream().mapToInt(id -> bytes(id).length).max().orElse(0)
                : 0;
    }

    /** Whether the same ids stand for the same tokens, as far as both have them. */
    public boolean agreesWith(Vocabulary other) {
        return tokens.entrySet().stream()
                .filter(token -> other.tokens.containsKey(token.getKey()))
                .allMatch(token -> token.getValue().equals(other.tokens.get(token.getKey())));
    }

    /** The content of a token by its id, as the file spells it. */
    public Optional<String> spelling(int id) {
        return Optional.ofNullable(tokens.get(id));
    }

    /** The UTF-8 bytes that a token adds to a text; perhaps a part of a character. */
    public byte[] bytes(int id) {
        String token = tokens.getOrDefault(id, "");
        if (added.containsKey(token)) {
            return token.getBytes(StandardCharsets.UTF_8);
        }
        if (byteLevel) {
            return fromByteLevel(token);
        }
        Matcher matcher = BYTE.matcher(token);
        return matcher.matches()
                ? new byte[] {(byte) Integer.parseInt(matcher.group(1), 16)}
                : token.replace('\u2581', ' ').getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] fromByteLevel(String token) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(token.length());
        token.codePoints()
                .forEach(letter -> {
                    int value = BYTE_OF_LETTER.getOrDefault(letter, -1);
                    if (value >= 0) {
                        bytes.write(value);
                    } else {
                        bytes.writeBytes(
                                Character.toString(letter).getBytes(StandardCharsets.UTF_8));
                    }
                });
        return bytes.toByteArray();
    }

    /**
     * GPT-2's alphabet: printable Latin-1 letters are themselves, other bytes follow from U+0100
     * on.
     */
    private static final Map<Integer, Integer> BYTE_OF_LETTER = byteOfLetter();

    private static Map<Integer, Integer> byteOfLetter() {
        Map<Integer, Integer> letters = new HashMap<>();
        int next = 256;
        for (int b = 0; b < 256; b++) {
            boolean printable = (b > 32 && b < 127) || (b > 160 && b != 173);
            letters.put(printable ? b : next++, b);
        }
        return Map.copyOf(letters);
    }
}
