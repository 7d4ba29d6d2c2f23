package dev.modeldeck.engine.local.text;

import dev.modeldeck.engine.inference.ChatMessage;
import dev.modeldeck.engine.inference.Payload;
import dev.modeldeck.engine.inference.TextOptions;
import dev.modeldeck.engine.inference.Tool;
import dev.modeldeck.engine.inference.ToolUse;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;

import java.util.List;

/**
 * Turns what is asked into prompts, and refuses what cannot be answered before anything is
 * computed.
 */
final class Prompts {

    private static final int MOST_LOGPROBS = 20;
    private static final int MOST_CHOICES = 128;

    private final TextAssets assets;
    private final DecoderShape shape;
    private final int context;

    /**
     * @param context most tokens of prompt and answer, at most the shape's
     */
    Prompts(TextAssets assets, DecoderShape shape, int context) {
        this.assets = assets;
        this.shape = shape;
        this.context = context;
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
        String text =
                template.render(chat.messages().stream().map(Prompts::known).toList(), tools(chat));
        return List.of(fitting(encoded(text, false), ""));
    }

    /** What the model is told of. */
    private static List<Tool> tools(Payload.Chat chat) {
        return chat.tools().choice() instanceof ToolUse.Choice.Never
                ? List.of()
                : chat.tools().tools();
    }

    List<PreparedPrompt> of(Payload.Completion completion) {
        check(completion.options(), completion.choices());
        return completion.prompts().stream()
                .map(prompt -> prepared(prompt, completion.echo()))
                .toList();
    }

    /** Templates know the developer, OpenAI's later name for the system, by the older name only. */
    private static ChatMessage known(ChatMessage message) {
        return message.role().equals("developer") ? ChatMessage.system(message.content()) : message;
    }

    private PreparedPrompt prepared(Payload.Prompt prompt, boolean echo) {
        return switch (prompt) {
            case Payload.Prompt.Text text ->
                    fitting(encoded(text.text(), true), echo ? text.text() : "");
            case Payload.Prompt.Pair _ ->
                    throw invalid("A language model continues one text, not a pair.", "prompt");
            case Payload.Prompt.Tokens tokens -> {
                int[] ids = tokens.ids().stream().mapToInt(this::known).toArray();
                yield fitting(ids, echo ? assets.tokenizer().decode(ids, 0, ids.length) : "");
            }
        };
    }

    private int[] encoded(String text, boolean special) {
        int least = text.length() < context ? 0 : assets.tokenizer().atLeast(text);
        if (least >= context) {
            throw tooLong("at least ", least);
        }
        return assets.tokenizer().encode(text, special);
    }

    private EngineException tooLong(String least, int count) {
        return invalid(
                "The prompt has %1$s%2$d tokens, which leaves no room for an answer: the context holds %3$d, so it is %1$s%4$d too long. Shorten it%5$s."
                        .formatted(
                                least,
                                count,
                                context,
                                count - context + 1,
                                context < shape.context()
                                        ? " or serve the model with a longer context"
                                        : ""),
                "prompt");
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

    private PreparedPrompt fitting(int[] ids, String echo) {
        if (ids.length == 0) {
            Integer begin = assets.begin();
            if (begin == null) {
                throw invalid("The prompt is empty. Write something.", "prompt");
            }
            return new PreparedPrompt(new int[] {begin}, echo);
        }
        if (ids.length >= context) {
            throw tooLong("", ids.length);
        }
        return new PreparedPrompt(ids, echo);
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
