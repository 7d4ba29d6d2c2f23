package dev.modeldeck.app.playground;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldeck.app.fx.Texts;
import dev.modeldeck.engine.registry.Inspection;
import dev.modeldeck.engine.registry.Inspection.Task;

import org.junit.jupiter.api.Test;

import java.util.List;

class ReadingViewModelTest {

    private static final Texts TEXTS = Texts.of("playground");

    static Inspection inspection(Task task) {
        return new Inspection(
                "huggingface",
                "Hugging Face",
                task,
                "BertModel",
                22_713_216,
                "f32",
                256,
                null,
                null,
                null,
                "",
                null,
                new Inspection.Encoder(6, 384, 1536, 384, "mean", true, List.of(), List.of()),
                null);
    }

    @Test
    void the_example_fills_the_texts_and_goes_out_as_it_is_shown_in_code() {
        ReadingViewModel model = new ReadingViewModel(inspection(Task.EMBEDDING), "vectors");
        assertThat(model.rows()).hasSize(3);
        assertThat(model.dialect()).isEqualTo("openai-embeddings");
        assertThat(model.ranks()).isFalse();
        model.rows().getLast().set(" Schön ");
        model.removeRow(model.rows().getFirst());
        assertThat(model.body().replaceAll("\\s", ""))
                .isEqualTo(
                        "{\"model\":\"vectors\",\"input\":[\"Itisamodelversionthatanendpointserves.\",\"Schön\"]}");
    }

    @Test
    void documents_go_with_their_query() {
        ReadingViewModel model = new ReadingViewModel(inspection(Task.RERANKING), "ranks");
        assertThat(model.dialect()).isEqualTo("rerank");
        assertThat(model.body()).contains("\"query\"", "\"documents\"");
        model.query().set(" ");
        assertThat(model.complaint()).contains("Write a query that the documents are to answer.");
    }

    @Test
    void an_empty_text_is_named_and_the_last_one_stays() {
        ReadingViewModel model = new ReadingViewModel(inspection(Task.CLASSIFICATION), "classes");
        assertThat(model.dialect()).isEqualTo("classify");
        model.addRow();
        assertThat(model.complaint()).contains("Text 3 is empty. Write something, or remove it.");
        List.copyOf(model.rows()).forEach(model::removeRow);
        assertThat(model.rows()).hasSize(1);
    }

    @Test
    void vectors_are_compared_with_each_other() {
        List<Findings> found =
                Findings.read(
                        Task.EMBEDDING,
                        "{\"data\":[{\"embedding\":[5,0,0,0,0]},{\"embedding\":[3,4,0,0,0]},{\"embedding\":[-1,0,0,0,0]}]}",
                        TEXTS);
        assertThat(found.getFirst().caption()).isEqualTo("5 numbers: 5.000, 0.000, 0.000, 0.000 …");
        assertThat(found.getFirst().bars())
                .containsExactly(
                        new Findings.Bar("with text 2", 0.6, "0.600"),
                        new Findings.Bar("with text 3", 0, "-1.000"));
    }

    @Test
    void the_likeliest_classes_come_first() {
        List<Findings> found =
                Findings.read(
                        Task.CLASSIFICATION,
                        "{\"labels\":[\"no\",\"yes\"],\"data\":[{\"probs\":[0.25,0.75]}]}",
                        TEXTS);
        assertThat(found.getFirst().bars())
                .containsExactly(
                        new Findings.Bar("yes", 0.75, "0.750"),
                        new Findings.Bar("no", 0.25, "0.250"));
    }

    @Test
    void ranks_stand_at_their_documents_whatever_the_scores_reach() {
        List<Findings> found =
                Findings.read(
                        Task.RERANKING,
                        "{\"results\":[{\"index\":2,\"relevance_score\":4},{\"index\":0,\"relevance_score\":1},{\"index\":1,\"relevance_score\":-2}]}",
                        TEXTS);
        assertThat(found.stream().map(each -> each.bars().getFirst()).toList())
                .containsExactly(
                        new Findings.Bar("Place 2", 0.5, "1.000"),
                        new Findings.Bar("Place 3", 0, "-2.000"),
                        new Findings.Bar("Place 1", 1, "4.000"));
        assertThat(Findings.read(Task.RERANKING, "{}", TEXTS)).isEmpty();
    }
}
