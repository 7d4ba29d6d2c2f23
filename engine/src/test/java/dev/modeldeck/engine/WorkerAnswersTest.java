package dev.modeldeck.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldeck.engine.endpoints.EntityLauncher.Running;
import dev.modeldeck.engine.endpoints.EntityLauncher.State;
import dev.modeldeck.engine.inference.Backend;
import dev.modeldeck.engine.inference.ChunkListener;
import dev.modeldeck.engine.inference.Extras;
import dev.modeldeck.engine.inference.InferenceResult;
import dev.modeldeck.engine.inference.InferenceResult.TextChoice;
import dev.modeldeck.engine.inference.Payload;
import dev.modeldeck.engine.inference.TextChunk;
import dev.modeldeck.engine.inference.Tool;
import dev.modeldeck.engine.inference.ToolCall;
import dev.modeldeck.engine.inference.ToolUse;
import dev.modeldeck.engine.kernel.EndpointName;
import dev.modeldeck.engine.local.text.TinyModels;
import dev.modeldeck.engine.wire.Json;

import org.junit.jupiter.api.Test;

import tools.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What a worker writes besides text reaches the engine as it is written. */
class WorkerAnswersTest extends WithWorkers {

    @Test
    void thoughts_and_calls_of_tools_come_over_from_the_worker_as_they_are_written()
            throws Exception {
        Path model = TinyModels.llama(folder.resolve("llama"), 5, 2048);
        template(
                model,
                "{# </think> #}{% if tools %}<tool_call>{{ tools|tojson }}{% endif %}"
                        + "{{ messages[0].content }}{% if enable_thinking is not defined %}<think>{% endif %}");
        try (Running running = launcher.launch(new EndpointName("think"), register(model))) {
            Backend backend = await(running.state(), State.Ready.class).backend();
            List<TextChunk> chunks = new ArrayList<>();
            TextChoice thought = first(ask(backend, chat(12), chunks::add));
            assertThat(thought.thought()).isNotBlank();
            assertThat(thought.text()).isEmpty();
            assertThat(chunks).hasSizeGreaterThan(3);
            assertThat(String.join("", chunks.stream().map(TextChunk::thought).toList()))
                    .isEqualTo(thought.thought());

            Extras values =
                    new Extras(
                            Map.of(
                                    Extras.TEMPLATE_VALUES,
                                    Json.parse("{\"enable_thinking\":false}")),
                            false);
            Payload.Chat quiet =
                    new Payload.Chat(chat(12).messages(), 1, chat(12).options().withExtras(values));
            assertThat(first(ask(backend, quiet, ChunkListener.none())).thought()).isEmpty();

            Tool clock =
                    new Tool(
                            Json.parseObject(
                                    "{\"name\":\"clock\",\"parameters\":{\"type\":\"object\",\"properties\":{\"zone\":{\"enum\":[\"UTC\"]}},\"required\":[\"zone\"],\"additionalProperties\":false}}"),
                            true);
            chunks.clear();
            TextChoice called =
                    first(
                            ask(
                                    backend,
                                    new Payload.Chat(
                                            chat(1).messages(),
                                            1,
                                            chat(200).options(),
                                            new ToolUse(
                                                    List.of(clock),
                                                    new ToolUse.Choice.Required(),
                                                    false)),
                                    chunks::add));
            assertThat(called.finishReason()).isEqualTo(InferenceResult.FinishReason.TOOL_CALLS);
            assertThat(called.calls())
                    .singleElement()
                    .satisfies(call ->
                            assertThat(Json.parse(call.arguments()).path("zone").asString())
                                    .isEqualTo("UTC"));
            assertThat(
                            ToolCall.joined(
                                    chunks.stream()
                                            .map(TextChunk::call)
                                            .filter(Objects::nonNull)
                                            .toList()))
                    .isEqualTo(called.calls());
        }
    }

    private static void template(Path model, String template) throws IOException {
        Path config = model.resolve("tokenizer_config.json");
        ObjectNode json = Json.parseObject(Files.readString(config));
        Files.writeString(config, Json.write(json.put("chat_template", template)));
    }

    private static TextChoice first(InferenceResult result) {
        return ((InferenceResult.Text) result).choices().getFirst();
    }
}
