package dev.modeldeck.engine.local.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldeck.engine.inference.ChatMessage;
import dev.modeldeck.engine.inference.ChunkListener;
import dev.modeldeck.engine.inference.InferenceRequest;
import dev.modeldeck.engine.inference.InferenceResult;
import dev.modeldeck.engine.inference.Payload;
import dev.modeldeck.engine.inference.TextOptions;
import dev.modeldeck.engine.local.kernels.ThisProcessor;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What each scheme costs in quality, on a model that was trained: the chat model that ships. The
 * text is what float32 answers, so that the model is at home in it.
 */
class SchemeQualityTest {

    private static final List<String> QUESTIONS =
            List.of(
                    "What is an endpoint?",
                    "What is a served entity?",
                    "How do I register a model?",
                    "What does temperature do?",
                    "What is time to first token?");

    @TempDir private static Path folder;

    private static List<String> answers;
    private static String text;

    @BeforeAll
    static void answer_in_float32() throws URISyntaxException {
        answers = answers("f32");
        text = String.join("\n\n", answers);
        assertThat(measure("f32").perplexity()).isBetween(1.0, 20.0);
    }

    @Test
    void sixteen_bits_are_as_good_as_thirty_two() throws URISyntaxException {
        assertThat(measure("fp16").divergence()).isLessThan(1e-5);
        if (ThisProcessor.packsBfloat16()) {
            assertThat(measure("bf16").divergence()).isLessThan(2e-3);
        }
    }

    @Test
    void eight_bits_hardly_differ() throws URISyntaxException {
        TextQuality.Figures figures = measure("int8");
        assertThat(figures.divergence()).isLessThan(5e-3);
        assertThat(figures.sameTop()).isGreaterThan(0.97);
        assertThat(answers("int8")).isEqualTo(answers);
    }

    @Test
    void four_bits_differ_a_little() throws URISyntaxException {
        TextQuality.Figures figures = measure("int4");
        assertThat(figures.divergence()).isBetween(1e-3, 0.1);
        assertThat(figures.sameTop()).isGreaterThan(0.9);
    }

    private static TextQuality.Figures measure(String scheme) throws URISyntaxException {
        return TextQuality.measure(spec(scheme), text, folder.resolve("exact"), (_, _) -> {});
    }

    private static List<String> answers(String scheme) throws URISyntaxException {
        List<String> given = new ArrayList<>();
        try (TextModel model = TextModel.open(spec(scheme), (_, _) -> {})) {
            for (String question : QUESTIONS) {
                Payload chat =
                        new Payload.Chat(
                                List.of(ChatMessage.user(question)),
                                1,
                                TextOptions.defaults().withMaxTokens(150).withTemperature(0.0));
                InferenceResult.Text answer =
                        (InferenceResult.Text)
                                model.answer(InferenceRequest.of(chat), ChunkListener.none());
                given.add(answer.choices().getFirst().text());
            }
        }
        return given;
    }

    private static TextModel.Spec spec(String scheme) throws URISyntaxException {
        return new TextModel.Spec(ShippedChat.folder(), "cpu", scheme, 2L << 30, 0, 1, 1, null);
    }
}
