package dev.modeldeck.engine.starter;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

class CorpusTest {

    private final Corpus corpus = Corpus.load();

    @Test
    void every_topic_has_an_answer_in_whole_sentences_and_its_own_name() {
        assertThat(corpus.topics()).hasSizeGreaterThan(200);
        assertThat(corpus.topics()).extracting(Topic::id).doesNotHaveDuplicates();
        assertThat(corpus.topics())
                .allSatisfy(topic -> {
                    assertThat(topic.answer()).matches("[A-Z].*[.?!]");
                    assertThat(topic.answer().split(" ")).hasSizeBetween(8, 50);
                });
    }

    @Test
    void no_held_out_question_is_trained_on() {
        Set<String> trained =
                corpus.topics().stream()
                        .flatMap(topic -> topic.questions().stream())
                        .map(Questions::plain)
                        .collect(Collectors.toSet());
        List<String> heldOut =
                corpus.topics().stream()
                        .flatMap(topic -> topic.heldOut().stream())
                        .map(Questions::plain)
                        .toList();
        assertThat(heldOut).isNotEmpty().doesNotContainAnyElementsOf(trained);
        assertThat(corpus.phrasing("held about"))
                .doesNotContainAnyElementsOf(corpus.phrasing("about"));
    }

    @Test
    void a_question_asks_for_one_topic_only() {
        List<String> all =
                corpus.topics().stream()
                        .flatMap(topic -> topic.questions().stream().distinct())
                        .map(Questions::plain)
                        .toList();
        assertThat(all).doesNotHaveDuplicates();
    }

    @Test
    void the_same_seed_draws_the_same_dialogues_and_fills_every_slot() {
        Dialogues one = new Dialogues(corpus, new Random(3));
        Dialogues other = new Dialogues(corpus, new Random(3));
        for (int i = 0; i < 2000; i++) {
            Dialogue dialogue = one.draw();
            assertThat(dialogue).isEqualTo(other.draw());
            assertThat(dialogue.turns())
                    .isNotEmpty()
                    .allSatisfy(turn -> assertThat(turn.question()).doesNotContain("{", "}"));
        }
    }
}
