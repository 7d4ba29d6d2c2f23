package dev.modeldeck.engine.local.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldeck.engine.inference.ChatMessage;
import dev.modeldeck.engine.inference.ChunkListener;
import dev.modeldeck.engine.inference.InferenceRequest;
import dev.modeldeck.engine.inference.InferenceResult;
import dev.modeldeck.engine.inference.Payload;
import dev.modeldeck.engine.inference.TextOptions;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * A thousand requests to one model, many at once and some of them cancelled half-way: each gets the
 * answer that it gets alone, and nothing is lost. On the chat model that ships.
 */
@Timeout(120)
class CompanyTest {

    private static final int REQUESTS = 1_000;
    private static final int AT_ONCE = 24;
    private static final int SLOTS = 16;

    private static final List<String> QUESTIONS =
            List.of(
                    "What is an endpoint?",
                    "How do I register a model?",
                    "What is a served entity? Tell me what it is for and where I find it.",
                    "Hello",
                    "Why is the first token slow?");

    /** Greedy or drawn; what is asked, and with which seed. */
    private record Asked(String question, double temperature, long seed) {}

    @Test
    void everybody_is_answered_as_if_alone() throws Exception {
        Map<Asked, InferenceResult> alone = new HashMap<>();
        List<Asked> asked = requests();
        try (TextModel model = open(1)) {
            for (Asked one : asked) {
                if (!alone.containsKey(one)) {
                    alone.put(one, answer(model, one, ChunkListener.none()));
                }
            }
        }
        try (TextModel model = open(SLOTS);
                ExecutorService callers = Executors.newFixedThreadPool(AT_ONCE)) {
            List<Future<InferenceResult>> answers = new ArrayList<>();
            for (int i = 0; i < asked.size(); i++) {
                Asked one = asked.get(i);
                ChunkListener listener = i % 4 == 3 ? leavingAfter(i % 7) : ChunkListener.none();
                Callable<InferenceResult> call = () -> answer(model, one, listener);
                answers.add(callers.submit(call));
            }
            int cancelled = 0;
            for (int i = 0; i < asked.size(); i++) {
                if (i % 4 == 3) {
                    cancelled += cancelled(answers.get(i)) ? 1 : 0;
                } else {
                    assertThat(answers.get(i).get()).isEqualTo(alone.get(asked.get(i)));
                }
            }
            assertThat(cancelled).isEqualTo(REQUESTS / 4);
        }
    }

    private static List<Asked> requests() {
        Random random = new Random(11);
        List<Asked> all = new ArrayList<>();
        for (int i = 0; i < REQUESTS; i++) {
            String question = QUESTIONS.get(random.nextInt(QUESTIONS.size()));
            int draw = random.nextInt(4);
            all.add(new Asked(question, draw == 0 ? 0 : 0.9, draw));
        }
        return all;
    }

    /** A caller who goes away when so many pieces have come. */
    private static ChunkListener leavingAfter(int pieces) {
        int[] heard = {0};
        return chunk -> {
            if (heard[0]++ == pieces) {
                Thread.currentThread().interrupt();
            }
        };
    }

    private static boolean cancelled(Future<InferenceResult> answer) throws InterruptedException {
        try {
            answer.get();
            return false;
        } catch (ExecutionException e) {
            return e.getCause() instanceof EngineException engine
                    && engine.problem() instanceof Problem.Cancelled;
        }
    }

    private static InferenceResult answer(TextModel model, Asked asked, ChunkListener listener) {
        TextOptions options =
                new TextOptions(
                        24,
                        asked.temperature(),
                        0.95,
                        40,
                        null,
                        null,
                        null,
                        null,
                        asked.seed(),
                        List.of(),
                        null);
        Payload chat = new Payload.Chat(List.of(ChatMessage.user(asked.question())), 1, options);
        try {
            return model.answer(InferenceRequest.of(chat), listener);
        } finally {
            Thread.interrupted(); // the next request of this thread is another caller's
        }
    }

    private static TextModel open(int slots) throws URISyntaxException {
        Path folder = ShippedChat.folder();
        return TextModel.open(
                new TextModel.Spec(folder, "cpu", "auto", 1L << 30, 0, slots, 1, null),
                (fraction, what) -> {});
    }
}
