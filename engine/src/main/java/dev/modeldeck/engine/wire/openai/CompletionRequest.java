package dev.modeldeck.engine.wire.openai;

import dev.modeldeck.engine.inference.Payload;
import dev.modeldeck.engine.inference.Payload.Prompt;
import dev.modeldeck.engine.inference.TextOptions;
import dev.modeldeck.engine.wire.Fields;
import dev.modeldeck.engine.wire.Json;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.node.ObjectNode;

import java.util.List;

/** The body of {@code POST /v1/completions}. */
public record CompletionRequest(String model, Payload.Completion payload, Streaming streaming)
        implements TextRequest {

    /** What OpenAI generates where a completion does not say how much. */
    public static final int OPENAI_MAX_TOKENS = 16;

    /**
     * Reads a body.
     *
     * @param maxTokens used where the body does not say; null leaves it to the model
     */
    public static CompletionRequest parse(ObjectNode body, @Nullable Integer maxTokens) {
        Fields fields = new Fields(body);
        Refusals.unlessEmpty(fields, "tools", "Tools are for chats; a completion has none.");
        if (!fields.text("suffix", "").isEmpty()) {
            throw Refusals.unsupported(
                    "suffix", "Filling in before a \"suffix\" is not supported; leave it out.");
        }
        int choices = SamplingFields.choices(fields);
        Integer bestOf = fields.integer("best_of", 1, SamplingFields.MOST_CHOICES);
        if (bestOf != null && bestOf != choices) {
            throw Refusals.unsupported(
                    "best_of", "\"best_of\" is not supported unless it equals \"n\".");
        }
        Integer asked = fields.integer("max_tokens", 0, Integer.MAX_VALUE);
        Integer logprobs = fields.integer("logprobs", 0, Logprobs.MOST_ALTERNATIVES);
        TextOptions options =
                SamplingFields.parse(fields, asked == null ? maxTokens : asked, logprobs);
        List<Prompt> prompts = Prompts.parse(fields, "prompt");
        boolean echo = fields.flag("echo");
        Streaming streaming = Streaming.parse(fields);
        return new CompletionRequest(
                fields.text("model", ""),
                new Payload.Completion(
                        prompts, choices, echo, options.withExtras(ExtraFields.parse(fields))),
                streaming);
    }

    @Override
    public ObjectNode json() {
        ObjectNode body = Json.object().put("model", model);
        body.set("prompt", Prompts.json(payload.prompts()));
        TextOptions options = payload.options();
        if (payload.choices() != 1) {
            body.put("n", payload.choices());
        }
        if (payload.echo()) {
            body.put("echo", true);
        }
        if (options.maxTokens() != null) {
            body.put("max_tokens", options.maxTokens());
        }
        SamplingFields.write(body, options);
        if (options.logprobs() != null) {
            body.put("logprobs", options.logprobs());
        }
        streaming.write(body);
        ExtraFields.write(body, options.extras());
        return body;
    }

    /** The prompt of the choice, where it is a text; choices of one prompt follow each other. */
    public @Nullable String promptOf(int choice) {
        int index = choice / payload.choices();
        return index < payload.prompts().size()
                        && payload.prompts().get(index) instanceof Prompt.Text(String text)
                ? text
                : null;
    }
}
