package dev.modeldeck.engine.wire.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.modeldeck.engine.inference.ChatMessage;
import dev.modeldeck.engine.inference.MessagePart.Picture;
import dev.modeldeck.engine.inference.MessagePart.Source;
import dev.modeldeck.engine.inference.MessagePart.Text;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.wire.Json;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

class ContentPartsTest {

    private static final String DOT =
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

    @Test
    void texts_and_pictures_keep_their_order_on_the_way_in_and_out() {
        ChatRequest request =
                parse(
                        """
                        [{"role": "user", "content": [
                          {"type": "text", "text": "What's in "},
                          {"type": "image_url", "image_url": {"url": "https://upload.wikimedia.org/a.jpg", "detail": "high"}},
                          {"type": "text", "text": " and "},
                          {"type": "image_url", "image_url": {"url": "data:image/png;base64,%s"}}]}]
                        """
                                .formatted(DOT));
        ChatMessage message = request.payload().messages().getFirst();
        assertThat(message)
                .isEqualTo(
                        ChatMessage.user(
                                List.of(
                                        new Text("What's in "),
                                        new Picture(
                                                new Source.Address(
                                                        "https://upload.wikimedia.org/a.jpg"),
                                                "high"),
                                        new Text(" and "),
                                        new Picture(new Source.Enclosed("image/png", DOT)))));
        assertThat(message.content()).isEqualTo("What's in  and ");
        assertThat(Json.write(request.json().at("/messages/0/content")))
                .isEqualTo(
                        """
                        [{"type":"text","text":"What's in "},\
                        {"type":"image_url","image_url":{"url":"https://upload.wikimedia.org/a.jpg","detail":"high"}},\
                        {"type":"text","text":" and "},\
                        {"type":"image_url","image_url":{"url":"data:image/png;base64,%s"}}]\
                        """
                                .formatted(DOT));
        assertThat(ChatRequest.parse(Json.parseObject(Json.write(request.json()))))
                .isEqualTo(request);
    }

    @Test
    void texts_alone_are_sent_on_as_the_string_that_every_server_takes() {
        ChatRequest request =
                parse(
                        """
                        [{"role": "user", "content": [{"type": "text", "text": "a"}, {"type": "text", "text": "b"}]},
                         {"role": "assistant", "content": ""}]
                        """);
        assertThat(request.payload().messages())
                .containsExactly(ChatMessage.user("ab"), ChatMessage.assistant(""));
        assertThat(Json.write(request.json().path("messages")))
                .isEqualTo(
                        "[{\"role\":\"user\",\"content\":\"ab\"},{\"role\":\"assistant\",\"content\":\"\"}]");
    }

    @Test
    void a_tool_may_give_back_a_picture() {
        ChatRequest request =
                parse(
                        """
                        [{"role": "tool", "tool_call_id": "c1", "content": [
                          {"type": "image_url", "image_url": {"url": "data:IMAGE/JPG;x=1;base64,%s"}}]}]
                        """
                                .formatted(DOT));
        assertThat(request.payload().messages().getFirst().pictures())
                .containsExactly(new Picture(new Source.Enclosed("image/jpeg", DOT)));
    }

    @Test
    void the_bytes_of_a_picture_are_not_written_where_a_message_is() {
        assertThat(new Picture(new Source.Enclosed("image/png", DOT)).toString())
                .contains("image/png")
                .doesNotContain(DOT);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            textBlock =
                    """
                    user   | [0]               | 5
                    user   | [0].type          | {}
                    user   | [0].type          | {"type":"input_audio","input_audio":{"data":"AA==","format":"wav"}}
                    user   | [0].type          | {"type":"file","file":{"file_id":"f"}}
                    user   | [0].text          | {"type":"text"}
                    user   | [0].image_url     | {"type":"image_url"}
                    user   | [0].image_url     | {"type":"image_url","image_url":"https://a.b/c.png"}
                    user   | [0].image_url.url | {"type":"image_url","image_url":{}}
                    user   | [0].image_url.url | {"type":"image_url","image_url":{"url":"file:///etc/passwd"}}
                    user   | [0].image_url.url | {"type":"image_url","image_url":{"url":"https://"}}
                    user   | [0].image_url.url | {"type":"image_url","image_url":{"url":"iVBORw0KGgo="}}
                    user   | [0].image_url.url | {"type":"image_url","image_url":{"url":"data:image/png;base64"}}
                    user   | [0].image_url.url | {"type":"image_url","image_url":{"url":"data:image/png;base64,"}}
                    user   | [0].image_url.url | {"type":"image_url","image_url":{"url":"data:image/png;base64,no!"}}
                    user   | [0].image_url.url | {"type":"image_url","image_url":{"url":"data:image/png;base64,iVBOR"}}
                    user   | [0].image_url.url | {"type":"image_url","image_url":{"url":"data:image/png,iVBORw0KGgo="}}
                    user   | [0].image_url.url | {"type":"image_url","image_url":{"url":"data:application/pdf;base64,iVBORw0KGgo="}}
                    system | [0]               | {"type":"image_url","image_url":{"url":"https://a.b/c.png"}}
                    """)
    void what_cannot_be_read_is_named(String role, String place, String part) {
        EngineException e =
                catchThrowableOfType(
                        EngineException.class,
                        () -> parse("[{\"role\":\"%s\",\"content\":[%s]}]".formatted(role, part)));
        Problem.Invalid problem = (Problem.Invalid) e.problem();
        assertThat(problem.field()).isEqualTo("messages[0].content" + place);
        assertThat(problem.message()).contains(problem.field()).doesNotContain("iVBOR");
    }

    @Test
    void a_part_of_another_kind_is_told_what_can_be_sent() {
        EngineException e =
                catchThrowableOfType(
                        EngineException.class,
                        () ->
                                parse(
                                        "[{\"role\":\"user\",\"content\":[{\"type\":\"input_audio\"}]}]"));
        assertThat(e.problem().message()).contains("input_audio", "text", "image_url");
    }

    private static ChatRequest parse(String messages) {
        return ChatRequest.parse(
                Json.parseObject("{\"model\":\"m\",\"messages\":" + messages + "}"));
    }
}
