package dev.modeldeck.engine.local.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldeck.engine.inference.ChatMessage;
import dev.modeldeck.engine.local.checkpoint.JsonFiles;
import dev.modeldeck.engine.local.checkpoint.ModelFolder;
import dev.modeldeck.engine.local.checkpoint.Safetensors;
import dev.modeldeck.engine.local.kernels.Precision;
import dev.modeldeck.engine.local.kernels.Precisions;
import dev.modeldeck.engine.local.torchscript.TensorType;
import dev.modeldeck.engine.local.torchscript.TorchRuntime;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What each scheme costs in quality, on a model that was trained: the chat model that ships. The
 * text is what float32 answers; at each of its tokens the scheme's distribution is compared.
 */
class SchemeQualityTest {

    private static final List<String> QUESTIONS =
            List.of(
                    "What is an endpoint?",
                    "What is a served entity?",
                    "How do I register a model?",
                    "What does temperature do?",
                    "What is time to first token?");

    private static Path folder;
    private static TextAssets assets;
    private static final List<int[]> TEXTS = new ArrayList<>();
    private static final List<float[][]> EXACT = new ArrayList<>();

    @BeforeAll
    static void answer_in_float32() throws URISyntaxException {
        folder = ShippedChat.folder();
        assets = TextAssets.open(new ModelFolder(folder));
        try (Decoder decoder = load("f32")) {
            for (String question : QUESTIONS) {
                TEXTS.add(answered(decoder, question));
                EXACT.add(logits(decoder, TEXTS.getLast()));
            }
        }
    }

    @AfterAll
    static void close() {
        assets.tokenizer().close();
    }

    @Test
    void sixteen_bits_are_as_good_as_thirty_two() {
        assertThat(divergence("fp16")).isLessThan(1e-5);
        assertThat(divergence("bf16")).isLessThan(2e-3);
    }

    @Test
    void eight_bits_hardly_differ() {
        assertThat(divergence("int8")).isLessThan(5e-3);
    }

    @Test
    void four_bits_differ_a_little() {
        assertThat(divergence("int4")).isLessThan(0.1);
    }

    @Test
    void greedy_answers_in_eight_bits_are_those_of_float32() {
        try (Decoder decoder = load("int8")) {
            for (int i = 0; i < QUESTIONS.size(); i++) {
                assertThat(answered(decoder, QUESTIONS.get(i))).isEqualTo(TEXTS.get(i));
            }
        }
    }

    /** Mean Kullback-Leibler divergence from float32 in nats, over all tokens of the texts. */
    private static double divergence(String scheme) {
        double sum = 0;
        int count = 0;
        try (Decoder decoder = load(scheme)) {
            for (int i = 0; i < TEXTS.size(); i++) {
                float[][] found = logits(decoder, TEXTS.get(i));
                for (int at = 0; at < found.length; at++) {
                    sum += divergence(EXACT.get(i)[at], found[at]);
                    count++;
                }
            }
        }
        return sum / count;
    }

    private static double divergence(float[] exact, float[] found) {
        double exactNorm = logSum(exact);
        double foundNorm = logSum(found);
        double sum = 0;
        for (int i = 0; i < exact.length; i++) {
            double p = exact[i] - exactNorm;
            sum += Math.exp(p) * (p - (found[i] - foundNorm));
        }
        return sum;
    }

    private static double logSum(float[] logits) {
        double best = logits[Sampler.best(logits)];
        double sum = 0;
        for (float logit : logits) {
            sum += Math.exp(logit - best);
        }
        return best + Math.log(sum);
    }

    private static float[][] logits(Decoder decoder, int[] ids) {
        return decoder.append(new Step(0, ids, 0, ids.length, ids.length));
    }

    /** Prompt and greedy answer. */
    private static int[] answered(Decoder decoder, String question) {
        ChatTemplate template = assets.template();
        assertThat(template).isNotNull();
        String prompt = template.render(List.of(ChatMessage.user(question)));
        int[] ids = assets.tokenizer().encode(prompt, false);
        float[] last = decoder.append(new Step(0, ids, 0, 1, ids.length))[0];
        for (int token = Sampler.best(last);
                !assets.endIds().contains(token) && ids.length < 200;
                token = Sampler.best(last)) {
            int[] next = {token};
            last = decoder.append(new Step(0, next, ids.length, 1, 0))[0];
            ids = Arrays.copyOf(ids, ids.length + 1);
            ids[ids.length - 1] = token;
        }
        return ids;
    }

    private static Decoder load(String scheme) {
        TorchRuntime.start(1);
        DecoderShape shape = TextFamilies.shape(JsonFiles.read(folder.resolve("config.json")));
        Safetensors weights = Safetensors.open(folder);
        Precision precision = Precisions.choose(scheme, "cpu", TensorType.FLOAT16, weights.bytes());
        return DecoderLoader.load(
                shape, weights, DecoderSpec.of(precision, "cpu", shape.context()), (_, _) -> {});
    }
}
