package dev.modeldeck.engine.local.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldeck.engine.inference.speed.Measure;
import dev.modeldeck.engine.local.checkpoint.ModelFolder;
import dev.modeldeck.engine.local.checkpoint.Safetensors;
import dev.modeldeck.engine.local.kernels.Precisions;
import dev.modeldeck.engine.local.torchscript.TensorType;
import dev.modeldeck.engine.local.torchscript.TorchRuntime;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/** On a small random model, which soon repeats itself. */
@Timeout(60)
class SequenceTest {

    private static final int[] PROMPT = new Random(5).ints(60, 0, 256).toArray();
    private static final int POSITIONS = 1000;

    private static TextParts parts;

    @BeforeAll
    static void open(@TempDir Path path) throws Exception {
        TorchRuntime.start(1);
        Map<String, Object> sizes = Map.of("model_type", "llama", "max_position_embeddings", 2048);
        new TinyModel(TinyModels.config(sizes), 2).write(path, "F32", 1);
        TinyModels.tokenizer(path);
        ModelFolder folder = new ModelFolder(path);
        DecoderShape shape = TextFamilies.shape(folder.json("config.json"));
        DecoderSpec spec =
                DecoderSpec.of(
                        Precisions.choose("f32", "cpu", TensorType.BFLOAT16, 1), "cpu", POSITIONS);
        Decoder decoder = DecoderLoader.load(shape, Safetensors.open(path), spec, (_, _) -> {});
        parts =
                new TextParts(
                        TextAssets.open(folder), decoder, null, new Slots(2, POSITIONS), POSITIONS);
    }

    @AfterAll
    static void close() {
        parts.close();
    }

    /** An answer's tokens, and the steps that it took. */
    private record Answer(List<Integer> tokens, int steps) {}

    private static Answer greedy(int[] prompt, int tokens, Guessing guessing) {
        try (Sequence sequence = new Sequence(parts, () -> guessing)) {
            float[] logits = sequence.begin(prompt, tokens);
            sequence.restart();
            List<Integer> answer = new ArrayList<>();
            while (answer.size() < tokens) {
                answer.add(Sampler.best(logits));
                logits = sequence.next(answer.getLast());
            }
            return new Answer(answer, sequence.steps());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 7})
    void guesses_change_the_number_of_steps_and_nothing_else(int width) {
        Answer plain = greedy(PROMPT, 150, Guessing.always(0));
        Answer guessed = greedy(PROMPT, 150, Guessing.always(width));
        assertThat(guessed.tokens()).isEqualTo(plain.tokens());
        assertThat(plain.steps()).isEqualTo(150);
        assertThat(guessed.steps()).isLessThan(145);
    }

    @Test
    void chance_draws_the_same_tokens_with_and_without_guesses() {
        SamplingOptions options = new SamplingOptions(0.8, 1, 0, 0, 1, 0, 0);
        List<List<Integer>> answers =
                IntStream.of(0, 7)
                        .mapToObj(width -> {
                            Sampler sampler = new Sampler(options, 11);
                            try (Sequence sequence =
                                    new Sequence(parts, () -> Guessing.always(width))) {
                                float[] logits = sequence.begin(PROMPT, 60);
                                sequence.restart();
                                List<Integer> answer = new ArrayList<>();
                                while (answer.size() < 60) {
                                    answer.add(sampler.choose(logits));
                                    logits = sequence.next(answer.getLast());
                                }
                                return answer;
                            }
                        })
                        .toList();
        assertThat(answers.getFirst()).isEqualTo(answers.getLast());
    }

    @Test
    void the_next_turn_of_a_conversation_reads_only_what_is_new() {
        int[] first = Arrays.copyOf(PROMPT, 50);
        List<Integer> answer = greedy(first, 20, Guessing.always(3)).tokens();
        int[] second =
                IntStream.concat(
                                IntStream.concat(
                                        Arrays.stream(first),
                                        answer.stream().mapToInt(Integer::intValue)),
                                IntStream.of(5, 6, 7))
                        .toArray();
        int shared = parts.slots().knowing(second).orElseThrow().shared(second);
        assertThat(shared).isEqualTo(70);
        List<Integer> going = greedy(second, 20, Guessing.always(0)).tokens();
        assertThat(going).isEqualTo(fresh(second, 20));
    }

    /** By someone who knows nothing of what was asked before. */
    private static List<Integer> fresh(int[] prompt, int tokens) {
        float[] logits = parts.decoder().append(new Step(0, prompt, 0, 1, prompt.length))[0];
        List<Integer> answer = new ArrayList<>();
        while (answer.size() < tokens) {
            answer.add(Sampler.best(logits));
            int at = prompt.length + answer.size() - 1;
            logits =
                    parts.decoder().append(new Step(0, new int[] {answer.getLast()}, at, 1, at))[0];
        }
        return answer;
    }

    @Test
    void an_answer_that_outgrows_its_room_gets_more_and_goes_on_as_before() throws Exception {
        int[] prompt = Arrays.copyOf(PROMPT, 10);
        List<Integer> alone = greedy(prompt, 290, Guessing.always(0)).tokens();
        Slot neighbour = parts.slots().take(new int[] {1}, 100);
        try {
            assertThat(greedy(prompt, 290, Guessing.always(7)).tokens()).isEqualTo(alone);
        } finally {
            parts.slots().giveBack(neighbour);
        }
    }

    @Test
    void as_many_answers_as_the_memory_cannot_hold_are_not_measured() {
        assertThat(new JointBench(new BenchSequences(parts), false).run())
                .containsOnlyKeys(Measure.BATCH_1);
    }
}
