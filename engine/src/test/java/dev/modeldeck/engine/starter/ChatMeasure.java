package dev.modeldeck.engine.starter;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/** How well the chat model answers questions that it never saw. */
final class ChatMeasure {

    private static final int TOGETHER = 24;

    /** A held-out question, the right answer, and whether the greedy answer is exactly that. */
    record Outcome(Topic topic, String question, boolean right) {
        boolean paraphrase() {
            return question.matches(
                    topic.heldOut().stream()
                            .map(text -> text.replaceAll("\\{\\w+}", "\\\\E.*\\\\Q"))
                            .map(text -> "\\Q" + text + "\\E")
                            .collect(Collectors.joining("|")));
        }
    }

    record Score(List<Outcome> outcomes) {
        String figure() {
            return figure(outcomes);
        }

        /** Of the questions that were written one by one, apart from definitions of names. */
        String paraphrases() {
            return figure(outcomes.stream().filter(Outcome::paraphrase).toList());
        }

        private static String figure(List<Outcome> outcomes) {
            long right = outcomes.stream().filter(Outcome::right).count();
            double share = 100.0 * right / outcomes.size();
            return "%d of %d (%.1f %%)".formatted(right, outcomes.size(), share);
        }
    }

    private final Trainee trainee;
    private final ChatText text;

    ChatMeasure(Trainee trainee, ChatText text) {
        this.trainee = trainee;
        this.text = text;
    }

    /** Asks every held-out question of the corpus; slots are filled by the seed. */
    Score heldOut(Corpus corpus) {
        Questions questions = new Questions(corpus, new Random(7));
        List<Outcome> asked = new ArrayList<>();
        for (Topic topic : corpus.topics()) {
            for (String question : questions.heldOut(topic)) {
                asked.add(new Outcome(topic, question, false));
            }
        }
        List<Outcome> outcomes = new ArrayList<>();
        for (int from = 0; from < asked.size(); from += TOGETHER) {
            outcomes.addAll(judge(asked.subList(from, Math.min(from + TOGETHER, asked.size()))));
        }
        return new Score(outcomes);
    }

    /**
     * The greedy answer is the right one exactly if the most likely token after every part of the
     * right answer is its next token; so one pass over the right answer decides.
     */
    private List<Outcome> judge(List<Outcome> asked) {
        List<ChatText.Sequence> rows =
                asked.stream()
                        .map(each -> new Dialogue.Turn(each.question(), each.topic().answer()))
                        .map(turn -> text.sequence(new Dialogue("", List.of(turn), false)))
                        .toList();
        Batches.Batch batch = Batches.batch(rows);
        long[] best = trainee.ask("best", batch.tokens(), batch.rows());
        int length = best.length / batch.rows();
        List<Outcome> judged = new ArrayList<>();
        for (int row = 0; row < batch.rows(); row++) {
            boolean right = true;
            for (int i = row * length; i < (row + 1) * length; i++) {
                long target = batch.targets()[i];
                right &= target == ChatText.IGNORED || target == best[i];
            }
            judged.add(new Outcome(asked.get(row).topic(), asked.get(row).question(), right));
        }
        return judged;
    }

    /** The greedy answer to a question, token by token. */
    String answer(String question, int limit) {
        long[] tokens = text.prompt(question);
        int start = tokens.length;
        while (tokens.length < start + limit) {
            long[] best = trainee.ask("best", tokens, 1);
            long next = best[best.length - 1];
            if (text.ends(next)) {
                break;
            }
            tokens = Arrays.copyOf(tokens, tokens.length + 1);
            tokens[tokens.length - 1] = next;
        }
        return text.text(Arrays.copyOfRange(tokens, start, tokens.length));
    }
}
