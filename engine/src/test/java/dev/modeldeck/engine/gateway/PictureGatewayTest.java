package dev.modeldeck.engine.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.errors.BadRequestException;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionContentPart;
import com.openai.models.chat.completions.ChatCompletionContentPartImage;
import com.openai.models.chat.completions.ChatCompletionContentPartImage.ImageUrl;
import com.openai.models.chat.completions.ChatCompletionContentPartInputAudio;
import com.openai.models.chat.completions.ChatCompletionContentPartText;
import com.openai.models.chat.completions.ChatCompletionCreateParams;

import dev.modeldeck.engine.connections.Site;
import dev.modeldeck.engine.http.HttpCalls;
import dev.modeldeck.engine.inference.CallRecord;
import dev.modeldeck.engine.remote.FakeServer;
import dev.modeldeck.engine.remote.databricks.ServingEndpoints;
import dev.modeldeck.engine.remote.openai.OpenAiServer;
import dev.modeldeck.engine.wire.Json;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The official client shows a picture to a model elsewhere, through one gateway ({@code near}) and
 * through two: {@code far} is a server whose endpoint {@code eye} is that of {@code near}.
 */
class PictureGatewayTest {

    private static final String DOT =
            "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
    private static final String QUERY = "POST /v1/chat/completions";
    private static final HttpCalls HTTP = HttpCalls.patient();

    @TempDir static Path folder;
    private static FakeServer seeing;
    private static RunningGateway near;
    private static RunningGateway far;
    private static OpenAIClient client;

    @BeforeAll
    static void start() {
        seeing = new FakeServer();
        near = new RunningGateway(folder.resolve("near"));
        near.serve(
                "eye",
                RunningGateway.files(folder.resolve("eye"), "chat"),
                OpenAiServer.compatible().open(site(seeing.address()), "m"));
        far = new RunningGateway(folder.resolve("far"));
        far.serve(
                "eye",
                RunningGateway.files(folder.resolve("far eye"), "chat"),
                OpenAiServer.modeldeck(ServingEndpoints.ofModeldeck())
                        .open(site(near.uri("/")), "eye"));
        client = to(near);
    }

    @BeforeEach
    void teach() {
        seeing.on(
                QUERY,
                FakeServer.stream(
                        "text/event-stream",
                        pieces ->
                                pieces.write(
                                        "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"A dot.\"},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n")));
    }

    @AfterAll
    static void stop() {
        client.close();
        far.close();
        near.close();
        seeing.close();
        HTTP.close();
    }

    @Test
    void a_picture_of_the_official_client_reaches_the_server() {
        assertThat(said(client.chat().completions().create(asking(DOT)))).isEqualTo("A dot.");
        assertThat(seen()).isEqualTo(expected(DOT));
    }

    @Test
    void so_it_does_through_another_gateway() {
        OpenAIClient distant = to(far);
        assertThat(said(distant.chat().completions().create(asking(DOT)))).isEqualTo("A dot.");
        distant.close();
        assertThat(seen()).isEqualTo(expected(DOT));
    }

    @Test
    void an_address_is_passed_on_and_never_fetched() {
        String address = seeing.address() + "/dot.png";
        client.chat().completions().create(asking(address));
        assertThat(seen()).isEqualTo(expected(address));
        assertThat(seeing.asked()).noneMatch(asked -> asked.line().contains("dot.png"));
    }

    @Test
    void the_databricks_form_is_the_same() {
        String body =
                "{\"messages\":[{\"role\":\"user\",\"content\":%s}]}".formatted(expected(DOT));
        try (RawClient raw = new RawClient()) {
            var answer = raw.post(near.uri("/serving-endpoints/eye/invocations"), body);
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).contains("A dot.");
        }
        assertThat(seen()).isEqualTo(expected(DOT));
    }

    @Test
    void tokens_that_the_server_does_not_count_are_those_of_the_words() throws Exception {
        near.recorded.clear();
        client.chat().completions().create(asking(DOT));
        CallRecord call = near.recorded.take();
        assertThat(call.measures().estimated()).isTrue();
        assertThat(call.usage().promptTokens()).isEqualTo(3); // What is it?
        assertThat(call.context().requestBody()).contains(DOT);
    }

    @Test
    void what_cannot_be_read_is_refused_before_the_server_is_asked() {
        int before = seeing.asked().size();
        assertThatThrownBy(() ->
                        client.chat().completions().create(asking("data:image/png;base64,%%")))
                .isInstanceOfSatisfying(
                        BadRequestException.class,
                        e ->
                                assertThat(e.param())
                                        .hasValue("messages[0].content[1].image_url.url"));
        ChatCompletionContentPart sound =
                ChatCompletionContentPart.ofInputAudio(
                        ChatCompletionContentPartInputAudio.builder()
                                .inputAudio(
                                        ChatCompletionContentPartInputAudio.InputAudio.builder()
                                                .data("AAAA")
                                                .format(
                                                        ChatCompletionContentPartInputAudio
                                                                .InputAudio.Format.WAV)
                                                .build())
                                .build());
        assertThatThrownBy(() -> client.chat().completions().create(asking(List.of(sound))))
                .isInstanceOf(BadRequestException.class)
                .hasMessageContaining("input_audio")
                .hasMessageContaining("image_url");
        assertThat(seeing.asked()).hasSize(before);
    }

    @Test
    void what_the_server_says_of_a_picture_is_passed_on() {
        seeing.on(
                QUERY,
                FakeServer.json(
                        400,
                        "{\"error\":{\"message\":\"At most 1 image(s) may be provided in one prompt.\",\"type\":\"BadRequestError\",\"code\":400}}"));
        assertThatThrownBy(() -> client.chat().completions().create(asking(DOT)))
                .isInstanceOf(BadRequestException.class)
                .hasMessageContaining("At most 1 image(s)");
    }

    private static String expected(String url) {
        return """
        [{"type":"text","text":"What is it?"},\
        {"type":"image_url","image_url":{"url":"%s","detail":"low"}}]\
        """
                .formatted(url);
    }

    private static String seen() {
        return Json.write(Json.parse(seeing.last(QUERY).body()).at("/messages/0/content"));
    }

    private static String said(ChatCompletion answer) {
        return answer.choices().getFirst().message().content().orElseThrow();
    }

    private static ChatCompletionCreateParams asking(String url) {
        return asking(
                List.of(
                        ChatCompletionContentPart.ofText(
                                ChatCompletionContentPartText.builder()
                                        .text("What is it?")
                                        .build()),
                        ChatCompletionContentPart.ofImageUrl(
                                ChatCompletionContentPartImage.builder()
                                        .imageUrl(
                                                ImageUrl.builder()
                                                        .url(url)
                                                        .detail(ImageUrl.Detail.LOW)
                                                        .build())
                                        .build())));
    }

    private static ChatCompletionCreateParams asking(List<ChatCompletionContentPart> parts) {
        return ChatCompletionCreateParams.builder()
                .model("eye")
                .addUserMessageOfArrayOfContentParts(parts)
                .build();
    }

    private static OpenAIClient to(RunningGateway gateway) {
        return OpenAIOkHttpClient.builder()
                .baseUrl(gateway.uri("/v1").toString())
                .apiKey("any")
                .maxRetries(0)
                .build();
    }

    private static Site site(URI address) {
        return new Site(address, HTTP, Map::of, Map.of());
    }
}
