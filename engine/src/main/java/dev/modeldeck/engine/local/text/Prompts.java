package dev.modeldeck.engine.local.text;

import dev.modeldeck.engine.inference.ChatMessage;
import dev.modeldeck.engine.inference.Payload;
import dev.modeldeck.engine.inference.TextOptions;
import dev.modeldeck.engine.inference.Tool;
import dev.modeldeck.engine.inference.ToolUse;
import dev.modeldeck.engine.inference.Truncation;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Turns what is asked into prompts, and refuses what cannot be answered before anything is
 * computed.
 */
final class Prompts {

    private static final int MOST_LOGPROBS = 20;
    private static final int MOST_CHOICES = 128;

    private final TextAssets assets;
    private final DecoderShape shape;
    private final ContextFit fit;

    /**
     * @param context most tokens of prompt and answer, at most the shape's
     */
    Prompts(TextAssets assets, DecoderShape shape, int context) {
        this.assets = assets;
        this.shape = shape;
        this.fit = new ContextFit(assets, shape, context);
    }

    List<PreparedPrompt> of(Payload.Chat chat) {
        check(chat.options(), chat.choices());
        ChatTemplate template = assets.template();
        if (template == null) {
            throw new EngineException(
                    new Problem.Unsupported(
                            "This model has no chat template, so it cannot chat. Ask it to complete"
                                    + " a text instead."));
        }
        if (chat.messages().isEmpty()) {
            throw invalid("There is no message to answer. Send at least one.", "messages");
        }
        refusePictures(chat.messages());
        List<Tool> tools = tools(chat.tools());
        List<ChatMessage> messages = chat.messages().stream().map(Prompts::known).toList();
        Map<String, @Nullable Object> own = TemplateValues.own(chat.options().extras());
        Function<List<ChatMessage>, String> rendering = kept -> template.render(kept, tools, own);
        Function<List<ChatMessage>, int[]> encoding =
                kept -> assets.tokenizer().encode(rendering.apply(kept), false);
        return List.of(
                switch (chat.options().truncation()) {
                    case Truncation.Refuse _ -> fit.whole(rendering.apply(messages), false);
                    case Truncation.OldestTurns _ ->
                            withoutOldest(messages, encoding, fit.room(chat.options()));
                    case Truncation.LastTokens last ->
                            fit.last(encoding.apply(messages), most(last, chat.options()));
                });
    }

    private static void refusePictures(List<ChatMessage> messages) {
        for (int i = 0; i < messages.size(); i++) {
            if (messages.get(i).hasPictures()) {
                throw invalid(
                        "This model reads texts only. Take out the picture, or choose a model that sees.",
                        "messages[" + i + "].content");
            }
        }
    }

    private PreparedPrompt withoutOldest(
            List<ChatMessage> messages, Function<List<ChatMessage>, int[]> encoding, int most) {
        int[] whole = encoding.apply(messages);
        if (whole.length <= most) {
            return fit.whole(whole);
        }
        int[] kept = new OldestTurns(assets.tokenizer(), encoding, most).without(messages);
        return fit.rest(kept, whole.length - kept.length);
    }

    private int most(Truncation.LastTokens last, TextOptions options) {
        return last.tokens() == Integer.MAX_VALUE ? fit.room(options) : last.tokens();
    }

    /** What the model is told of. */
    private static List<Tool> tools(ToolUse use) {
        return use.choice() instanceof ToolUse.Choice.Never ? List.of() : use.tools();
    }

    List<PreparedPrompt> of(Payload.Completion completion) {
        check(completion.options(), completion.choices());
        return completion.prompts().stream()
                .map(prompt ->
                        completion.echo()
                                ? echoed(prompt, prepared(prompt, completion.options()))
                                : prepared(prompt, completion.options()))
                .toList();
    }

    /** Templates know the developer, OpenAI's later name for the system, by the older name only. */
    private static ChatMessage known(ChatMessage message) {
        return message.role().equals("developer") ? ChatMessage.system(message.content()) : message;
    }

    /** Of a text without turns, the oldest is its beginning. */
    private PreparedPrompt prepared(Payload.Prompt prompt, TextOptions options) {
        return switch (options.truncation()) {
            case Truncation.Refuse _ ->
                    switch (prompt) {
                        case Payload.Prompt.Text(String text) -> fit.whole(text, true);
                        case Payload.Prompt.Tokens _, Payload.Prompt.Pair _ ->
                                fit.whole(ids(prompt));
                    };
            case Truncation.OldestTurns _ -> fit.last(ids(prompt), fit.room(options));
            case Truncation.LastTokens last -> fit.last(ids(prompt), most(last, options));
        };
    }

    private PreparedPrompt echoed(Payload.Prompt prompt, PreparedPrompt prepared) {
        int[] ids = prepared.ids();
        String echo =
                prompt instanceof Payload.Prompt.Text(String text) && prepared.leftOut() == 0
                        ? text
                        : assets.tokenizer().decode(ids, 0, ids.length);
        return new PreparedPrompt(ids, echo, prepared.leftOut());
    }

    private int[] ids(Payload.Prompt prompt) {
        return switch (prompt) {
            case Payload.Prompt.Text(String text) -> assets.tokenizer().encode(text, true);
            case Payload.Prompt.Tokens tokens ->
                    tokens.ids().stream().mapToInt(this::known).toArray();
            case Payload.Prompt.Pair _ ->
                    throw invalid("A language model continues one text, not a pair.", "prompt");
        };
    }

    private int known(int id) {
        if (id < 0 || id >= shape.vocabulary()) {
            throw invalid(
                    "The prompt has the token id %d; this model knows ids from 0 to %d."
                            .formatted(id, shape.vocabulary() - 1),
                    "prompt");
        }
        return id;
    }

    private static void check(TextOptions options, int choices) {
        if (choices < 1 || choices > MOST_CHOICES) {
            throw invalid("n must lie between 1 and " + MOST_CHOICES + ".", "n");
        }
        if (options.maxTokens() != null && options.maxTokens() < 0) {
            throw invalid("max_tokens must not be negative.", "max_tokens");
        }
        if (options.logprobs() != null
                && (options.logprobs() < 0 || options.logprobs() > MOST_LOGPROBS)) {
            throw invalid(
                    "At most " + MOST_LOGPROBS + " alternatives can be given for each token.",
                    "logprobs");
        }
    }

    private static EngineException invalid(String message, String field) {
        return new EngineException(new Problem.Invalid(message, field));
    }
}
