package dev.modeldeck.engine.local.text;

import dev.modeldeck.engine.inference.TextOptions;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;

import java.util.Arrays;

/** Fits prompts into the context, or says by how much they do not. */
final class ContextFit {

    private final TextAssets assets;
    private final DecoderShape shape;
    private final int context;

    /**
     * @param context most tokens of prompt and answer, at most the shape's
     */
    ContextFit(TextAssets assets, DecoderShape shape, int context) {
        this.assets = assets;
        this.shape = shape;
        this.context = context;
    }

    /** A text that must fit; one of megabytes is refused without being read. */
    PreparedPrompt whole(String text, boolean special) {
        int least = text.length() < context ? 0 : assets.tokenizer().atLeast(text);
        if (least >= context) {
            throw tooLong("The prompt has", "at least ", least);
        }
        return whole(assets.tokenizer().encode(text, special));
    }

    /** Tokens that must fit. */
    PreparedPrompt whole(int[] ids) {
        return checked("The prompt has", ids, 0);
    }

    /**
     * What is left of a prompt.
     *
     * @param leftOut tokens of it that are gone
     */
    PreparedPrompt rest(int[] ids, int leftOut) {
        return checked("Even shortened, the prompt has", ids, leftOut);
    }

    /** The last so many tokens, behind the one with which every text begins. */
    PreparedPrompt last(int[] ids, int most) {
        if (ids.length <= most) {
            return whole(ids);
        }
        int[] kept = Arrays.copyOfRange(ids, ids.length - most, ids.length);
        if (assets.begin() != null && assets.begin() == ids[0]) {
            kept[0] = ids[0];
        }
        return rest(kept, ids.length - most);
    }

    /** Tokens of a prompt that is cut to fit: the answer is left the room that it asks for. */
    int room(TextOptions options) {
        Integer wanted = options.maxTokens();
        int answer = wanted == null ? context / 4 : Math.min(wanted, context / 2);
        return context - Math.max(1, answer);
    }

    private PreparedPrompt checked(String beginning, int[] ids, int leftOut) {
        if (ids.length == 0) {
            Integer begin = assets.begin();
            if (begin == null) {
                throw invalid("The prompt is empty. Write something.");
            }
            return new PreparedPrompt(new int[] {begin}, "", leftOut);
        }
        if (ids.length >= context) {
            throw tooLong(beginning, "", ids.length);
        }
        return new PreparedPrompt(ids, "", leftOut);
    }

    private EngineException tooLong(String beginning, String least, int count) {
        return invalid(
                "%1$s %2$s%3$d tokens, which leaves no room for an answer: the context holds %4$d, so it is %2$s%5$d too long. Shorten it%6$s, or have what is oldest left out by \"truncation\": \"auto\"."
                        .formatted(
                                beginning,
                                least,
                                count,
                                context,
                                count - context + 1,
                                context < shape.context()
                                        ? ", serve the model with a longer context"
                                        : ""));
    }

    private static EngineException invalid(String message) {
        return new EngineException(new Problem.Invalid(message, "prompt"));
    }
}
