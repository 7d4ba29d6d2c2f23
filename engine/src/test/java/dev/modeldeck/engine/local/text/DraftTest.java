package dev.modeldeck.engine.local.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.local.torchscript.TorchRuntime;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Random models that guess for others, and for themselves: then every guess is right. */
@Timeout(120)
class DraftTest {

    private static final int[] PROMPT = new Random(5).ints(60, 0, 256).toArray();

    @TempDir private static Path folder;

    private static Path model;
    private static Path other;

    @BeforeAll
    static void write() throws Exception {
        TorchRuntime.start(1);
        model = written("model", 2, sizes(2048, 263));
        other = written("other", 3, sizes(2048, 263));
    }

    private static Map<String, Object> sizes(int context, int vocabulary) {
        return Map.of(
                "model_type", "llama",
                "max_position_embeddings", context,
                "vocab_size", vocabulary);
    }

    private static Path written(String name, long seed, Map<String, Object> sizes)
            throws Exception {
        Path path = Files.createDirectory(folder.resolve(name));
        new TinyModel(TinyModels.config(sizes), seed).write(path, "F32", 1);
        TinyModels.tokenizer(path);
        return path;
    }

    private static TextParts open(Path draft) {
        return TextLoader.load(spec(model, 600).drafted(spec(draft, 0)), (_, _) -> {});
    }

    private static TextModel.Spec spec(Path path, int context) {
        return new TextModel.Spec(path, "cpu", "f32", 1L << 30, context, 8, 1, null);
    }

    /** An answer's tokens, and the steps that it took. */
    private record Answer(List<Integer> tokens, int steps) {}

    /** Guesses without a look into the prompt, where the draft model would never be asked. */
    private static Answer answer(TextParts parts, int[] prompt, Sampler sampler, int width) {
        Guessing[] guessings = {Guessing.always(0), Guessing.always(width)};
        int[] asked = {0};
        try (Sequence sequence = new Sequence(parts, () -> guessings[asked[0]++ % 2])) {
            float[] logits = sequence.begin(prompt, 300);
            sequence.restart();
            List<Integer> answer = new ArrayList<>();
            while (answer.size() < 300) {
                answer.add(sampler.choose(logits));
                logits = sequence.next(answer.getLast());
            }
            return new Answer(answer, sequence.steps());
        }
    }

    private static Sampler greedy() {
        return new Sampler(new SamplingOptions(0, 1, 0, 0, 1, 0, 0), 1);
    }

    private static Sampler drawing() {
        return new Sampler(new SamplingOptions(0.7, 0.9, 0, 0, 1, 0, 0), 11);
    }

    @Test
    void a_model_that_guesses_for_itself_is_always_right() {
        try (TextParts parts = open(model)) {
            Answer plain = answer(parts, PROMPT, greedy(), 0);
            Answer guessed = answer(parts, PROMPT, greedy(), 4);
            assertThat(guessed.tokens()).isEqualTo(plain.tokens());
            assertThat(plain.steps()).isEqualTo(300);
            // Five tokens a step, but for the first, before which the draft model reads the prompt.
            assertThat(guessed.steps()).isBetween(60, 70);
        }
    }

    @Test
    void wrong_guesses_change_nothing_that_is_answered() {
        try (TextParts parts = open(other)) {
            Answer plain = answer(parts, PROMPT, greedy(), 0);
            assertThat(answer(parts, PROMPT, greedy(), 7).tokens()).isEqualTo(plain.tokens());
            Answer drawn = answer(parts, PROMPT, drawing(), 0);
            assertThat(answer(parts, PROMPT, drawing(), 7).tokens()).isEqualTo(drawn.tokens());
        }
    }

    @Test
    void what_is_drawn_by_chance_is_the_same_and_takes_fewer_steps() {
        try (TextParts parts = open(model)) {
            Answer plain = answer(parts, PROMPT, drawing(), 0);
            Answer guessed = answer(parts, PROMPT, drawing(), 3);
            assertThat(guessed.tokens()).isEqualTo(plain.tokens());
            assertThat(guessed.steps()).isLessThan(plain.steps());
        }
    }

    @Test
    void requests_side_by_side_are_answered_as_if_alone() throws Exception {
        try (TextParts parts = open(model);
                ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<int[]> prompts = new ArrayList<>();
            List<Future<Answer>> answers = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                int[] prompt = new Random(i).ints(40 + 50 * i, 0, 256).toArray();
                prompts.add(prompt);
                answers.add(callers.submit(() -> answer(parts, prompt, greedy(), 5)));
            }
            for (int i = 0; i < 6; i++) {
                Answer alone = answer(parts, prompts.get(i), greedy(), 0);
                assertThat(answers.get(i).get().tokens()).isEqualTo(alone.tokens());
            }
        }
    }

    @Test
    void the_next_turn_reads_only_what_is_new() {
        try (TextParts parts = open(model)) {
            Answer first = answer(parts, PROMPT, greedy(), 4);
            int[] turn = Arrays.copyOf(PROMPT, PROMPT.length + 300 + 4);
            for (int i = 0; i < 300; i++) {
                turn[PROMPT.length + i] = first.tokens().get(i);
            }
            Slot slot = parts.slots().knowing(turn).orElseThrow();
            assertThat(slot.drafted(turn, turn.length)).isGreaterThan(PROMPT.length + 280);
        }
    }

    @Test
    void beyond_its_own_context_a_draft_model_guesses_no_more() throws Exception {
        Path brief = written("brief", 2, sizes(128, 263));
        try (TextParts parts = open(brief)) {
            Answer guessed = answer(parts, PROMPT, greedy(), 4);
            assertThat(guessed.tokens()).isEqualTo(answer(parts, PROMPT, greedy(), 0).tokens());
            assertThat(guessed.steps()).isBetween(232, 260);
        }
    }

    @Test
    void tokens_that_only_the_larger_model_has_are_not_handed_over() throws Exception {
        Path fewer = written("fewer", 2, sizes(2048, 200));
        try (TextParts parts = open(fewer)) {
            assertThat(answer(parts, PROMPT, greedy(), 4).tokens())
                    .isEqualTo(answer(parts, PROMPT, greedy(), 0).tokens());
        }
    }

    @Test
    void a_model_with_other_tokens_is_refused() throws Exception {
        Path foreign = written("foreign", 2, sizes(2048, 263));
        Path file = foreign.resolve("tokenizer.json");
        Files.writeString(file, Files.readString(file).replace("<|im_end|>", "<|stop|>"));
        assertThatThrownBy(() -> open(foreign))
                .isInstanceOfSatisfying(
                        EngineException.class,
                        e ->
                                assertThat(e.problem())
                                        .isInstanceOf(Problem.Unsupported.class)
                                        .extracting(Problem::message)
                                        .asString()
                                        .contains("other tokens", "same family"));
    }
}
