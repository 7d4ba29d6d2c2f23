package dev.modeldeck.engine.local.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldeck.engine.inference.ChatMessage;
import dev.modeldeck.engine.inference.ChunkListener;
import dev.modeldeck.engine.inference.InferenceRequest;
import dev.modeldeck.engine.inference.InferenceResult;
import dev.modeldeck.engine.inference.Payload;
import dev.modeldeck.engine.inference.TextOptions;
import dev.modeldeck.engine.local.checkpoint.ModelFolder;
import dev.modeldeck.engine.local.checkpoint.Safetensors;
import dev.modeldeck.engine.local.checkpoint.StoredTensor;
import dev.modeldeck.engine.local.gguf.GgufCheckpoint;
import dev.modeldeck.engine.local.tokens.TextTokenizer;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

/** The chat model that ships, written as GGUF, is the same model. */
class GgufChatTest {

    private static final List<String> TEXTS =
            List.of(
                    "",
                    " ",
                    "What is an endpoint?",
                    "  two  spaces,\ttabs\n\nlines \r\n",
                    "I'm sure they'll say it's 3.14159 or 1,000,000.",
                    "Grüße 世界 👩‍🚀🏳️‍🌈 é ½ Ⅷ العربية",
                    "<|im_start|>user\nHi<|im_end|>\n<|endoftext|><|im_start|",
                    "def f(x):\n    return x ** 2  # ok",
                    "\u0000\u007f\u00a0\u2003\u3000\u200b");

    private static final TextOptions GREEDY =
            new TextOptions(100, 0.0, null, null, null, null, null, null, null, List.of(), null);

    @TempDir static Path folder;

    private static Path shipped;
    private static Path file;

    @BeforeAll
    static void convert() throws IOException, URISyntaxException {
        shipped = ShippedChat.folder();
        Map<String, Object> config =
                JsonMapper.shared()
                        .readValue(
                                shipped.resolve("config.json").toFile(),
                                new TypeReference<Map<String, Object>>() {});
        config.values().removeIf(Objects::isNull);
        TinyModel model = new TinyModel(config, 0);
        try (Safetensors weights = Safetensors.open(shipped)) {
            model.weights.forEach((name, weight) -> copy(weights, name, weight));
        }
        file = folder.resolve("chat.gguf");
        TinyGguf.of(model, "F16").tokenizer(shipped, "gpt-2").writer().write(file);
    }

    private static void copy(Safetensors from, String name, TinyModel.Weight to) {
        long[] shape = Arrays.stream(to.shape()).asLongStream().toArray();
        StoredTensor stored = from.get(name, shape);
        try (Arena arena = Arena.ofConfined()) {
            var halves = stored.bytes(arena);
            for (int i = 0; i < to.values().length; i++) {
                short half = halves.getAtIndex(ValueLayout.JAVA_SHORT_UNALIGNED, i);
                to.values()[i] = Float.float16ToFloat(half);
            }
        }
    }

    @Test
    void texts_become_the_same_tokens_and_texts_again() {
        Random random = new Random(5);
        try (TextTokenizer expected = TextTokenizer.open(shipped);
                TextTokenizer found = TextTokenizer.open(GgufCheckpoint.open(file))) {
            for (String text : TEXTS) {
                alike(expected, found, text);
            }
            for (int i = 0; i < 300; i++) {
                int[] letters = random.ints(40, 0, 0x3000).filter(Character::isDefined).toArray();
                alike(expected, found, new String(letters, 0, letters.length));
            }
        }
    }

    private static void alike(TextTokenizer expected, TextTokenizer found, String text) {
        int[] ids = expected.encode(text, true);
        assertThat(found.encode(text, true)).as(text).containsExactly(ids);
        assertThat(found.decode(ids, 0, ids.length)).isEqualTo(expected.decode(ids, 0, ids.length));
    }

    @Test
    void special_tokens_and_ends_are_the_same() {
        TextAssets expected = TextAssets.open(new ModelFolder(shipped));
        TextAssets found = TextAssets.open(GgufCheckpoint.open(file));
        try (TextTokenizer _ = expected.tokenizer();
                TextTokenizer tokenizer = found.tokenizer()) {
            assertThat(found.endIds()).containsAll(expected.endIds());
            int end = tokenizer.vocabulary().special("<|im_end|>").orElseThrow();
            assertThat(found.endIds()).contains(end);
        }
    }

    @Test
    void it_answers_word_for_word_as_the_folder_does() {
        for (String question :
                List.of("What is an endpoint?", "How do I register a model?", "Who are you?")) {
            assertThat(answer(file, question)).isEqualTo(answer(shipped, question)).isNotBlank();
        }
    }

    private static String answer(Path path, String question) {
        TextModel.Spec spec =
                new TextModel.Spec(path, "cpu", "auto", Long.MAX_VALUE, 0, 1, 1, null);
        try (TextModel model = TextModel.open(spec, (_, _) -> {})) {
            Payload chat = new Payload.Chat(List.of(ChatMessage.user(question)), 1, GREEDY);
            InferenceResult result = model.answer(InferenceRequest.of(chat), ChunkListener.none());
            return ((InferenceResult.Text) result).choices().getFirst().text();
        }
    }
}
