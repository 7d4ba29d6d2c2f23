package dev.modeldeck.app.playground;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

/** Pictures that go with questions, from the file to the request, and in what is kept. */
class PlaygroundPicturesTest extends TwoEndpoints {

    static final byte[] DOT =
            Base64.getDecoder()
                    .decode(
                            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

    @BeforeEach
    void loaded() throws InterruptedException {
        outcomes.take().run();
    }

    @Test
    void a_question_with_pictures_goes_to_all_columns() throws Exception {
        model.addColumn();
        attach(file("dot.png", DOT), file("anim.gif", "GIF89a…".getBytes()));
        ask("What is it?");
        assertThat(engine.calls)
                .hasSize(2)
                .allSatisfy(call -> {
                    JsonNode content =
                            JsonMapper.shared().readTree(call.body()).at("/messages/0/content");
                    assertThat(content.at("/0/image_url/url").asString())
                            .isEqualTo(
                                    "data:image/png;base64,"
                                            + Base64.getEncoder().encodeToString(DOT));
                    assertThat(content.at("/1/image_url/url").asString())
                            .startsWith("data:image/gif;base64,");
                    assertThat(content.at("/2/text").asString()).isEqualTo("What is it?");
                });
        assertThat(model.pictures().all()).isEmpty();
        ask("And now?");
        assertThat(engine.calls.getLast().body())
                .containsSubsequence("image/png", "What is it?", "And now?");
    }

    @Test
    void a_picture_needs_no_words() throws Exception {
        attach(file("dot.png", DOT));
        ask("");
        assertThat(messages(0).getFirst().pictures())
                .extracting(Picture::name)
                .containsExactly("dot.png");
        assertThat(engine.calls.getFirst().body()).contains("image_url").doesNotContain("\"text\"");
    }

    @Test
    void what_is_no_picture_or_too_large_is_not_taken_and_says_why() throws Exception {
        attach(file("notes.png", "not a picture".getBytes()));
        assertThat(problem()).contains("notes.png", "PNG, JPEG, GIF and WebP");
        byte[] large = new byte[(int) PictureFiles.LARGEST + 1];
        System.arraycopy(DOT, 0, large, 0, DOT.length);
        attach(file("large.png", large));
        assertThat(problem()).contains("large.png has 10.0 MB", "10.0 MB at most");
        attach(folder.resolve("nowhere.png"));
        assertThat(problem()).contains("nowhere.png cannot be read");
        assertThat(model.pictures().all()).isEmpty();
        attach(file("dot.png", DOT));
        assertThat(problem()).isEmpty();
        attach(file("again.png", DOT), file("other.gif", "GIF89a".getBytes()));
        assertThat(model.pictures().all())
                .extracting(Picture::name)
                .containsExactly("dot.png", "other.gif");
    }

    @Test
    void the_type_is_that_of_the_bytes() throws Exception {
        attach(
                file("a.png", new byte[] {(byte) 0xff, (byte) 0xd8, (byte) 0xff, 0}),
                file("b.png", "RIFF1234WEBPVP8 ".getBytes()));
        assertThat(model.pictures().all())
                .extracting(Picture::mediaType)
                .containsExactlyInAnyOrder("image/jpeg", "image/webp");
    }

    @Test
    void the_last_question_comes_back_with_its_pictures() throws Exception {
        attach(file("dot.png", DOT));
        ask("What is it?");
        model.editLast();
        assertThat(model.prompt().get()).isEqualTo("What is it?");
        assertThat(model.pictures().all()).extracting(Picture::name).containsExactly("dot.png");
        model.startNew();
        assertThat(model.pictures().all()).isEmpty();
    }

    @Test
    void they_are_kept_once_with_the_conversation_and_go_with_it() throws Exception {
        model.addColumn();
        attach(file("dot.png", DOT));
        ask("What is it?");
        model.startNew();
        attach(file("dot.png", DOT), file("other.gif", "GIF89a".getBytes()));
        ask("And this?");
        model.close();
        model = fresh();
        until(() -> model.conversations().size() == 2);
        Conversation second = model.conversations().getFirst();
        model.open(second);
        assertThat(messages(0).getFirst().pictures()).hasSize(2);
        assertThat(messages(1).getFirst().pictures()).hasSize(2);
        assertThat(pictures()).hasSize(2);
        model.delete(second);
        model.close();
        assertThat(pictures()).hasSize(1).allMatch(name -> name.endsWith(".png"));
        model = fresh();
    }

    @Test
    void what_was_attached_and_never_sent_is_gone_at_the_next_start() throws Exception {
        attach(file("dot.png", DOT));
        Path kept = model.pictures().path(model.pictures().all().getFirst());
        model.close();
        Files.setLastModifiedTime(kept, FileTime.from(Instant.now().minus(Duration.ofHours(1))));
        model = fresh();
        outcomes.take().run();
        model.close();
        assertThat(pictures()).isEmpty();
        model = fresh();
    }

    @Test
    void a_picture_that_is_gone_is_said_and_nothing_is_sent_without_it() throws Exception {
        attach(file("dot.png", DOT));
        Files.delete(model.pictures().path(model.pictures().all().getFirst()));
        ask("What is it?");
        assertThat(engine.calls).isEmpty();
        assertThat(messages(0).getLast().problem().get()).contains("dot.png", "no longer there");
    }

    @Test
    void a_model_that_continues_texts_gets_no_picture_and_says_so() throws Exception {
        model.columns().getFirst().kind().set(new ColumnKind.Completion());
        attach(file("dot.png", DOT));
        ask("What is it?");
        assertThat(engine.calls).isEmpty();
        assertThat(messages(0).getLast().problem().get()).contains("Take out the picture");
    }

    @Test
    void code_is_of_the_draft_with_its_pictures() throws Exception {
        attach(file("dot.png", DOT));
        String body =
                model.columns().getFirst().call(model.parameters().get(), model.draft()).body();
        assertThat(body).contains("data:image/png;base64,iVBOR");
    }

    private Path file(String name, byte[] bytes) throws IOException {
        return Files.write(folder.resolve(name), bytes);
    }

    private void attach(Path... paths) throws InterruptedException {
        int before = model.pictures().all().size();
        model.pictures().add(List.of(paths));
        until(() -> model.pictures().all().size() > before || !problem().isEmpty());
    }

    private String problem() {
        return model.pictures().problem().get();
    }

    private List<String> pictures() throws IOException {
        try (Stream<Path> all = Files.list(folder.resolve("pictures"))) {
            return all.map(path -> path.getFileName().toString()).toList();
        }
    }
}
