package dev.modeldeck.engine.local.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.modeldeck.engine.inference.ChatMessage;
import dev.modeldeck.engine.inference.EmbeddingOptions;
import dev.modeldeck.engine.inference.InferenceResult;
import dev.modeldeck.engine.inference.Payload;
import dev.modeldeck.engine.inference.Payload.Prompt;
import dev.modeldeck.engine.inference.ReadingOptions;
import dev.modeldeck.engine.inference.TextOptions;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.local.tokens.Tokens;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/** What is asked and what is answered, from the folder's files to the numbers. */
class EncoderModelTest {

    private static final String TEXT = "hello world, what is a query";

    @TempDir Path folder;
    private OpenEncoder encoder;

    @BeforeEach
    void prepare() {
        encoder = new OpenEncoder(folder);
    }

    @AfterEach
    void close() {
        encoder.close();
        encoder.close(); // twice does no harm
    }

    @Test
    void a_text_has_the_vector_that_its_folder_describes() {
        TinyEncoder model = TinyEncoders.embedder("bert", folder);
        InferenceResult.Embeddings answer = embed(List.of(text(TEXT), text("good")), options());
        Tokens tokens = tokens(TEXT);
        double[] expected =
                ReferenceHead.unit(ReferenceHead.mean(encoder.states(model, tokens), 0));
        assertThat(ReferenceEncoder.distance(answer.vectors().getFirst(), expected))
                .isLessThan(1e-5);
        assertThat(answer.vectors()).hasSize(2);
        assertThat(answer.usage().promptTokens()).isEqualTo(tokens.length() + 3);
        assertThat(answer.usage().completionTokens()).isZero();
    }

    @Test
    void token_ids_are_taken_as_they_are() {
        TinyEncoders.embedder(folder);
        List<Integer> ids = IntStream.of(tokens(TEXT).ids()).boxed().toList();
        var vectors = embed(List.of(text(TEXT), new Prompt.Tokens(ids)), options()).vectors();
        assertThat(vectors.get(1)).containsExactly(vectors.get(0), within(1e-6f));
        OpenEncoder.assertRefused(
                () -> embed(List.of(new Prompt.Tokens(List.of(5, 900))), options()),
                "input has the token id 900; this model knows ids from 0 to 299.");
    }

    @Test
    void prompts_go_by_their_name() {
        TinyEncoders.embedder(folder);
        TinyEncoders.json(
                folder.resolve("config_sentence_transformers.json"),
                Map.of("prompts", Map.of("query", "query ", "passage", "passage ")));
        EmbeddingOptions query = new EmbeddingOptions(null, "query", ReadingOptions.WHOLE);
        var led = embed(List.of(text("hello")), query);
        var written = embed(List.of(text("query hello")), options());
        assertThat(led.vectors().getFirst()).containsExactly(written.vectors().getFirst());
        assertThat(led.usage()).isEqualTo(written.usage());
        EmbeddingOptions other = new EmbeddingOptions(null, "document", ReadingOptions.WHOLE);
        OpenEncoder.assertRefused(
                () -> embed(List.of(text("hello")), other),
                "This model has no prompt \"document\". It has: passage, query.");
        OpenEncoder.assertRefused(
                () -> embed(List.of(new Prompt.Tokens(List.of(4))), query), "not before token ids");
    }

    @Test
    void a_text_that_is_too_long_is_refused_or_cut_as_asked() {
        TinyEncoders.embedder(folder);
        TinyEncoders.write(
                folder.resolve("sentence_bert_config.json"),
                "{\"max_seq_length\": 8, \"do_lower_case\": false}");
        String nine = "hello world what is a good bad";
        OpenEncoder.assertRefused(
                () -> embed(List.of(text("a"), text(nine)), options()),
                "input[1] has 9 tokens, and this model reads at most 8: it is 1 too long. Shorten it,"
                        + " or ask for its end to be cut off with \"truncate_prompt_tokens\": -1.");
        var cut = new EmbeddingOptions(null, null, new ReadingOptions(ReadingOptions.MODELS_OWN));
        assertThat(embed(List.of(text(nine)), cut).vectors().getFirst())
                .containsExactly(
                        embed(List.of(text("hello world what is a good")), options())
                                .vectors()
                                .getFirst());
        var four = new EmbeddingOptions(null, null, new ReadingOptions(4));
        assertThat(embed(List.of(text(nine)), four).usage().promptTokens()).isEqualTo(4);
        assertThatThrownBy(() -> encoder.open(12)).hasMessageContaining("reads at most 8");
    }

    @Test
    void texts_in_lower_case_where_the_model_wants_them_so() {
        TinyEncoders.embedder("xlm-roberta", folder);
        TinyEncoders.write(
                folder.resolve("sentence_bert_config.json"),
                "{\"max_seq_length\": 20, \"do_lower_case\": true}");
        var vectors = embed(List.of(text("HELLO World"), text("hello world")), options()).vectors();
        assertThat(vectors.get(0)).containsExactly(vectors.get(1), within(1e-6f));
    }

    @Test
    void texts_and_pairs_are_classified() {
        TinyEncoder model = TinyEncoders.encoder("bert", 3, folder);
        var answer =
                (InferenceResult.Classes)
                        ask(
                                new Payload.Classification(
                                        List.of(text(TEXT), new Prompt.Pair("a", "hello world")),
                                        ReadingOptions.WHOLE));
        assertThat(answer.labels()).containsExactly("label 0", "label 1", "label 2");
        ReferenceEncoder reference = new ReferenceEncoder(model);
        Tokens text = tokens(TEXT);
        Tokens pair = tokens("a", "hello world");
        assertThat(
                        ReferenceEncoder.distance(
                                answer.scores().get(0),
                                ReferenceHead.softmax(reference.logits(text.ids(), text.kinds()))))
                .isLessThan(1e-5);
        assertThat(
                        ReferenceEncoder.distance(
                                answer.scores().get(1),
                                ReferenceHead.softmax(reference.logits(pair.ids(), pair.kinds()))))
                .isLessThan(1e-5);
        assertThat(answer.usage().promptTokens()).isEqualTo(text.length() + pair.length());
        assertThatThrownBy(
                        () -> ask(new Payload.Reranking("a", List.of("b"), ReadingOptions.WHOLE)))
                .hasMessageContaining("3 classes");
    }

    @Test
    void each_class_for_itself_where_the_configuration_says_so() {
        TinyEncoder model =
                new TinyEncoder(
                        "distilbert",
                        TinyTokenizers.VOCABULARY,
                        2,
                        Map.of("problem_type", "multi_label_classification"));
        model.write(folder, "F32");
        TinyTokenizers.write("distilbert", folder);
        Tokens tokens = tokens(TEXT);
        double[] expected = new ReferenceEncoder(model).logits(tokens.ids(), tokens.kinds());
        Arrays.setAll(expected, i -> 1 / (1 + Math.exp(-expected[i])));
        var answer =
                (InferenceResult.Classes)
                        ask(new Payload.Classification(List.of(text(TEXT)), ReadingOptions.WHOLE));
        assertThat(ReferenceEncoder.distance(answer.scores().getFirst(), expected))
                .isLessThan(1e-5);
    }

    @Test
    void documents_have_a_score_each() {
        TinyEncoder model = TinyEncoders.encoder("xlm-roberta", 1, folder);
        List<String> documents = List.of("hello world", "good", "is a bad query");
        var answer =
                (InferenceResult.Relevance)
                        ask(new Payload.Reranking("what is good", documents, ReadingOptions.WHOLE));
        ReferenceEncoder reference = new ReferenceEncoder(model);
        for (int i = 0; i < documents.size(); i++) {
            Tokens pair = tokens("what is good", documents.get(i));
            double logit = reference.logits(pair.ids(), pair.kinds())[0];
            assertThat(answer.scores().get(i).doubleValue())
                    .isCloseTo(1 / (1 + Math.exp(-logit)), within(1e-5));
        }
        OpenEncoder.assertRefused(
                () ->
                        ask(
                                new Payload.Reranking(
                                        "a", List.of("b ".repeat(70)), ReadingOptions.WHOLE)),
                "documents[0] with the query has 146 tokens");
    }

    @Test
    void scores_are_bare_where_the_cross_encoder_says_so() {
        TinyEncoder model =
                new TinyEncoder(
                        "bert",
                        TinyTokenizers.VOCABULARY,
                        1,
                        Map.of(
                                "sentence_transformers",
                                Map.of("activation_fn", "torch.nn.modules.linear.Identity")));
        model.write(folder, "F32");
        TinyTokenizers.write("bert", folder);
        Tokens pair = tokens("a", "hello");
        double logit = new ReferenceEncoder(model).logits(pair.ids(), pair.kinds())[0];
        var answer =
                (InferenceResult.Relevance)
                        ask(new Payload.Reranking("a", List.of("hello"), ReadingOptions.WHOLE));
        assertThat(answer.scores().getFirst().doubleValue()).isCloseTo(logit, within(1e-5));
    }

    @Test
    void a_hundred_requests_at_once_get_what_each_gets_alone() {
        TinyEncoders.embedder(folder);
        List<String> texts =
                IntStream.range(0, 100)
                        .mapToObj(i -> "hello ".repeat(i % 40) + (char) ('a' + i % 26))
                        .toList();
        List<float[]> alone =
                texts.stream()
                        .map(each -> embed(List.of(text(each)), options()).vectors().getFirst())
                        .toList();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<CompletableFuture<float[]>> together =
                    texts.stream()
                            .map(each ->
                                    CompletableFuture.supplyAsync(
                                            () ->
                                                    embed(List.of(text(each)), options())
                                                            .vectors()
                                                            .getFirst(),
                                            threads))
                            .toList();
            for (int i = 0; i < texts.size(); i++) {
                assertThat(together.get(i).join()).containsExactly(alone.get(i), within(1e-5f));
            }
        }
    }

    @Test
    void what_an_encoder_cannot_do_is_said_with_what_it_can() {
        TinyEncoders.embedder(folder);
        Payload chat = new Payload.Chat(List.of(ChatMessage.user("hi")), 1, TextOptions.defaults());
        assertThatThrownBy(() -> ask(chat))
                .isInstanceOfSatisfying(
                        EngineException.class,
                        e -> assertThat(e.problem()).isInstanceOf(Problem.Unsupported.class))
                .hasMessageContaining("vectors of texts");
        assertThatThrownBy(() ->
                        EncoderModel.open(
                                new EncoderModel.Spec(folder, "cpu", "int4", 0, 1), (f, w) -> {}))
                .hasMessageContaining("Choose int8");
    }

    private InferenceResult.Embeddings embed(List<Prompt> inputs, EmbeddingOptions options) {
        return encoder.embed(inputs, options);
    }

    private InferenceResult ask(Payload payload) {
        return encoder.ask(payload);
    }

    private Tokens tokens(String... texts) {
        return encoder.tokens(texts);
    }

    private static Prompt text(String text) {
        return new Prompt.Text(text);
    }

    private static EmbeddingOptions options() {
        return EmbeddingOptions.defaults();
    }
}
