package dev.modeldeck.engine.endpoints;

import dev.modeldeck.engine.inference.CallContext;
import dev.modeldeck.engine.inference.ChatMessage;
import dev.modeldeck.engine.inference.InferenceRequest;
import dev.modeldeck.engine.inference.Payload;
import dev.modeldeck.engine.inference.TextOptions;
import dev.modeldeck.engine.kernel.EndpointName;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.registry.Inspection;
import dev.modeldeck.engine.registry.ModelName;
import dev.modeldeck.engine.registry.ModelVersion;
import dev.modeldeck.engine.registry.Signature;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Things that tests of endpoints are about. */
public final class Samples {

    public static final ModelName CHAT = ModelName.parse("main.default.chat");
    static final ModelName PICKLED = ModelName.parse("main.default.pickled");
    static final ModelName GONE = ModelName.parse("main.default.gone");

    private Samples() {}

    /** A registry of any number of chat models, one that is refused and one that is not there. */
    static Versions versions() {
        return (name, number) -> {
            if (name.equals(GONE)) {
                throw EngineException.notFound("There is no model " + name + ".");
            }
            return version(
                    name,
                    number,
                    Inspection.Task.CHAT,
                    null,
                    name.equals(PICKLED) ? "Pickled models run code when loaded." : null);
        };
    }

    public static ModelVersion tensorModel(@Nullable Signature signature) {
        return version(
                ModelName.parse("main.default.iris"), 1, Inspection.Task.TENSORS, signature, null);
    }

    /** A model that reads texts. */
    public static ModelVersion encoder(Inspection.Task task, Signature signature) {
        return version(ModelName.parse("main.default.reader"), 1, task, signature, null);
    }

    public static ModelVersion chatModel() {
        return version(CHAT, 1, Inspection.Task.CHAT, null, null);
    }

    static ServedEntity entity(String name, int version) {
        return entity(name, CHAT, version, 4);
    }

    static ServedEntity entity(String name, ModelName model, int version, int concurrency) {
        return new ServedEntity(
                name,
                model,
                version,
                new ServedEntity.Compute("cpu", "auto", 0, concurrency, 0, null),
                "",
                false,
                Map.of());
    }

    static NewEndpoint endpoint(String name, ServedEntity... entities) {
        return new NewEndpoint(
                new EndpointName(name), "", Map.of(), List.of(entities), List.of(), "me");
    }

    static InferenceRequest chat() {
        return InferenceRequest.of(
                new Payload.Chat(List.of(ChatMessage.user("Hello?")), 1, TextOptions.defaults()));
    }

    static CallContext context() {
        return new CallContext("test", "openai", "me", true, "{}", result -> "{}");
    }

    private static ModelVersion version(
            ModelName name,
            int number,
            Inspection.Task task,
            @Nullable Signature signature,
            @Nullable String refusal) {
        return new ModelVersion(
                name,
                number,
                "",
                Map.of(),
                "me",
                Instant.EPOCH,
                Instant.EPOCH,
                "/models/x",
                Path.of("/models/x"),
                ModelVersion.Storage.REFERENCED,
                List.of(),
                new Inspection(
                        "huggingface",
                        "Hugging Face",
                        task,
                        "LlamaForCausalLM",
                        1,
                        "f32",
                        64,
                        signature,
                        null,
                        null,
                        "",
                        null,
                        refusal));
    }
}
