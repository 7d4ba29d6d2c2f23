package dev.modeldeck.engine.remote;

import dev.modeldeck.engine.kernel.EngineException;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/** Several questions to a server at once, though not so many that others have to wait for it. */
public final class Together {

    private static final int AT_ONCE = 8;

    private Together() {}

    /**
     * The answers, in the order of the questions. Interrupting ends all of them.
     *
     * @throws EngineException of the first question that failed
     */
    public static <Q, A> List<A> each(List<Q> questions, Function<Q, A> ask) {
        try (ExecutorService threads =
                Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory())) {
            try {
                List<Future<A>> asked = new ArrayList<>();
                questions.forEach(question -> asked.add(threads.submit(() -> ask.apply(question))));
                List<A> answers = new ArrayList<>();
                for (Future<A> answer : asked) {
                    answers.add(answer.get());
                }
                return answers;
            } finally {
                threads.shutdownNow(); // or closing would wait for those that are still asked
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw EngineException.cancelled();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof EngineException known) {
                throw known;
            }
            throw new IllegalStateException(e.getCause());
        }
    }
}
