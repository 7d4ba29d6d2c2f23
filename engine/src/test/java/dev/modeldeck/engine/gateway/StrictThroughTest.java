package dev.modeldeck.engine.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.modeldeck.engine.connections.Site;
import dev.modeldeck.engine.http.HttpCalls;
import dev.modeldeck.engine.inference.Backend;
import dev.modeldeck.engine.inference.ChatMessage;
import dev.modeldeck.engine.inference.ChunkListener;
import dev.modeldeck.engine.inference.Extras;
import dev.modeldeck.engine.inference.InferenceRequest;
import dev.modeldeck.engine.inference.InferenceResult;
import dev.modeldeck.engine.inference.Payload;
import dev.modeldeck.engine.inference.TextOptions;
import dev.modeldeck.engine.remote.openai.OpenAiServer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A strict caller of a gateway that is connected as any server of OpenAI's protocol. */
class StrictThroughTest {

    @TempDir private Path folder;

    @Test
    void what_a_model_behind_it_would_ignore_is_refused_before_a_word_comes() {
        try (RunningGateway running = new RunningGateway(folder);
                HttpCalls http = HttpCalls.patient()) {
            running.serve(
                    "picky",
                    RunningGateway.files(folder.resolve("picky"), "chat"),
                    new Picky(running.model));
            Site site = new Site(running.uri("/v1"), http, Map::of, Map.of());
            try (Backend backend = OpenAiServer.compatible().open(site, "picky")) {
                StringBuilder heard = new StringBuilder();
                assertThatThrownBy(() ->
                                backend.answer(asking(true), chunk -> heard.append(chunk.text())))
                        .hasMessageContaining("does not honour \"top_k\"");
                assertThat(heard).isEmpty();
                InferenceResult.Text text =
                        (InferenceResult.Text)
                                backend.answer(asking(false), chunk -> heard.append(chunk.text()));
                assertThat(text.notes().ignored()).containsExactly("top_k");
                assertThat(heard).hasToString("so be it");
            }
        }
    }

    private static InferenceRequest asking(boolean strict) {
        TextOptions options = TextOptions.defaults().withExtras(new Extras(Map.of(), strict));
        return InferenceRequest.of(
                new Payload.Chat(List.of(ChatMessage.user("so be it")), 1, options));
    }

    /** Honours all but one. */
    private record Picky(Backend model) implements Backend {

        @Override
        public InferenceResult answer(InferenceRequest request, ChunkListener chunks) {
            Payload.Chat chat = (Payload.Chat) request.payload();
            List<String> ignored = chat.options().extras().unheeded(List.of("top_k"));
            return ((InferenceResult.Text) model.answer(request, chunks)).ignoring(ignored);
        }

        @Override
        public void close() {
            model.close();
        }
    }
}
