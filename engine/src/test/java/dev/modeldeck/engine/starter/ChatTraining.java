package dev.modeldeck.engine.starter;

import ai.djl.MalformedModelException;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;

/** Trains the chat model and writes its folder, at every stage so that a stop loses little. */
final class ChatTraining {

    private static final int SEED = 20;
    private static final int MERGES = 1500;
    private static final int WARM_UP = 120;
    private static final float PEAK = 2e-3f;
    private static final int STAGE = 400;
    private static final List<String> SAMPLES =
            List.of(
                    "What is an endpoint?",
                    "how can i go back to the old version of my model",
                    "Could you define a KV cache?",
                    "Who are you?",
                    "What is a violin?");

    private final Corpus corpus;
    private final Path folder;
    private final int steps;
    private final Instant began = Instant.now();

    ChatTraining(Corpus corpus, Path folder, int steps) {
        this.corpus = corpus;
        this.folder = folder;
        this.steps = steps;
    }

    void run() throws IOException, MalformedModelException {
        Files.createDirectories(folder);
        List<BytePairTrainer.Pair> merges = new BytePairTrainer(corpus.texts()).merges(MERGES);
        String tokenizer = TokenizerFiles.tokenizer(merges);
        Files.writeString(folder.resolve("tokenizer.json"), tokenizer);
        ChatShape shape = ChatShape.starter(ChatFolder.vocabulary(tokenizer));
        ChatNetwork network = new ChatNetwork(shape);
        Random random = new Random(SEED);
        Path scratch = Files.createTempDirectory("starter");
        try (ChatText text = new ChatText(folder.resolve("tokenizer.json"));
                Trainee trainee =
                        new Trainee(
                                network.module(network.randomWeights(random)),
                                scratch,
                                SEED,
                                0.05f)) {
            System.out.printf(
                    "%d parameters, %d topics%n", shape.parameters(), corpus.topics().size());
            Batches batches =
                    new Batches(new Dialogues(corpus, random), text, shape.context(), random);
            ChatMeasure measure = new ChatMeasure(trainee, text);
            float loss = Float.NaN;
            for (int step = 1; step <= steps; step++) {
                float now = trainee.step(inputs(trainee, batches.next()), rate(step));
                loss = Float.isNaN(loss) ? now : 0.98f * loss + 0.02f * now;
                if (step % 50 == 0) {
                    report(step, loss);
                }
                if (step % STAGE == 0 || step == steps) {
                    stage(shape, trainee, measure, step);
                }
            }
        }
    }

    private NDList inputs(Trainee trainee, Batches.Batch batch) {
        NDManager owner = trainee.manager();
        return new NDList(
                trainee.wholes(owner, batch.tokens(), batch.rows()),
                trainee.wholes(owner, batch.targets(), batch.rows()));
    }

    /** Linear warm-up, then half a cosine down to a fiftieth. */
    private float rate(int step) {
        if (step < WARM_UP) {
            return PEAK * step / WARM_UP;
        }
        double progress = (double) (step - WARM_UP) / Math.max(1, steps - WARM_UP);
        return (float) (PEAK * (0.02 + 0.98 * 0.5 * (1 + Math.cos(Math.PI * progress))));
    }

    private void report(int step, float loss) {
        Duration spent = Duration.between(began, Instant.now());
        System.out.printf(
                "step %d of %d, loss %.4f, %d s, %.2f s a step%n",
                step, steps, loss, spent.toSeconds(), spent.toMillis() / 1000.0 / step);
    }

    private void stage(ChatShape shape, Trainee trainee, ChatMeasure measure, int step)
            throws IOException {
        ChatMeasure.Score score = measure.heldOut(corpus);
        System.out.println("held-out questions answered exactly: " + score.figure());
        for (String question : SAMPLES) {
            System.out.println("  > " + question + "\n    " + measure.answer(question, 80));
        }
        if (step == steps) {
            score.outcomes().stream()
                    .filter(outcome -> !outcome.right())
                    .forEach(miss ->
                            System.out.println(
                                    "  missed [%s] %s%n    %s"
                                            .formatted(
                                                    miss.topic().id(),
                                                    miss.question(),
                                                    measure.answer(miss.question(), 80))));
        }
        long minutes = Math.max(1, Duration.between(began, Instant.now()).toMinutes());
        new ChatFolder(shape, corpus, folder).write(trainee.weights(), score, step, minutes);
    }
}
