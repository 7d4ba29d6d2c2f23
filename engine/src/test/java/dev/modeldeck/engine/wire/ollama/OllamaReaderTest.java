package dev.modeldeck.engine.wire.ollama;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldeck.engine.inference.InferenceResult.TextChoice;
import dev.modeldeck.engine.inference.TextChunk;
import dev.modeldeck.engine.wire.Json;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

class OllamaReaderTest {

    @Test
    void thoughts_are_told_apart_from_the_text_of_chats_and_of_completions() {
        for (List<String> lines :
                List.of(
                        List.of(
                                "{\"message\":{\"content\":\"\",\"thinking\":\"Hm\"},\"done\":false}",
                                "{\"message\":{\"content\":\"Yes\"},\"done\":false}",
                                "{\"message\":{\"content\":\"\"},\"done\":true}"),
                        List.of(
                                "{\"response\":\"\",\"thinking\":\"Hm\",\"done\":false}",
                                "{\"response\":\"Yes\",\"done\":false}",
                                "{\"response\":\"\",\"done\":true}"))) {
            OllamaReader reader = new OllamaReader(0);
            List<TextChunk> chunks = new ArrayList<>();
            lines.forEach(line -> chunks.addAll(reader.line(Json.parseObject(line))));
            TextChoice whole = reader.result();
            assertThat(chunks).extracting(TextChunk::thought).containsExactly("Hm", "");
            assertThat(chunks).extracting(TextChunk::text).containsExactly("", "Yes");
            assertThat(whole.thought()).isEqualTo("Hm");
            assertThat(whole.text()).isEqualTo("Yes");
        }
    }
}
