package dev.modeldeck.engine.starter;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Draws conversations of one to eight turns: questions, follow-ups, changes of subject. */
final class Dialogues {

    private final Corpus corpus;
    private final Random random;
    private final Questions questions;
    private final List<Topic> weighted = new ArrayList<>();

    Dialogues(Corpus corpus, Random random) {
        this.corpus = corpus;
        this.random = random;
        this.questions = new Questions(corpus, random);
        for (Topic topic : corpus.topics()) {
            for (int i = 0; i < topic.weight(); i++) {
                weighted.add(topic);
            }
        }
    }

    Dialogue draw() {
        if (random.nextInt(100) < 4) {
            return new Dialogue("", List.of(new Dialogue.Turn("", anyTopic().answer())), false);
        }
        if (random.nextInt(100) < 35) {
            Topic topic = anyTopic();
            Dialogue.Turn turn = new Dialogue.Turn(questions.draw(topic), topic.answer());
            return new Dialogue("", List.of(turn), true);
        }
        String system = random.nextInt(100) < 18 ? questions.phrase("system") : "";
        int wanted = turns();
        List<Dialogue.Turn> turns = new ArrayList<>();
        while (turns.size() < wanted) {
            Topic topic = anyTopic();
            turns.add(new Dialogue.Turn(questions.draw(topic), topic.answer()));
            if (turns.size() < wanted && random.nextInt(100) < 45) {
                turns.add(followUp(topic));
            }
        }
        return new Dialogue(system, turns, false);
    }

    private int turns() {
        int chance = random.nextInt(100);
        return chance < 62 ? 1 : chance < 84 ? 2 : chance < 95 ? 3 : 8;
    }

    private Dialogue.Turn followUp(Topic topic) {
        List<String> kinds = new ArrayList<>(List.of("more", "why", "example", "thanks"));
        topic.followUps().keySet().stream()
                .sorted()
                .forEach(kind -> kinds.addAll(List.of(kind, kind, kind)));
        String kind = kinds.get(random.nextInt(kinds.size()));
        String otherwise = corpus.phrasing("answer " + kind).getFirst();
        return new Dialogue.Turn(
                questions.phrase(kind), topic.followUps().getOrDefault(kind, otherwise));
    }

    private Topic anyTopic() {
        return weighted.get(random.nextInt(weighted.size()));
    }
}
