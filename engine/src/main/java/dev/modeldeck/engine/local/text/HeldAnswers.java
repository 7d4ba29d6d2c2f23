package dev.modeldeck.engine.local.text;

import dev.modeldeck.engine.local.text.constraint.Constraint;
import dev.modeldeck.engine.local.text.constraint.Constraints;
import dev.modeldeck.engine.local.text.constraint.Tokens;
import dev.modeldeck.engine.local.text.constraint.grammar.Element;
import dev.modeldeck.engine.local.text.constraint.grammar.Grammar;
import dev.modeldeck.engine.local.text.constraint.json.JsonAutomata;
import dev.modeldeck.engine.local.text.constraint.json.JsonElements;
import dev.modeldeck.engine.local.text.constraint.regular.Effort;
import dev.modeldeck.engine.local.tokens.Vocabulary;

import org.jspecify.annotations.Nullable;

import java.lang.ref.SoftReference;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Holds a model's answers to languages. What is found out about its vocabulary, and about languages
 * that come again, is kept. Safe for many threads.
 */
final class HeldAnswers {

    /** Languages that are remembered, while memory lasts: large ones take ten megabytes. */
    private static final int MOST = 32;

    /**
     * A language to which answers can be held.
     *
     * @param notHeld places in schemas to which they are not
     */
    record Held(Constraints constraints, Grammar grammar, List<String> notHeld) {

        /** For an answer that is about to be written. */
        Constraint begin() {
            return constraints.of(grammar);
        }
    }

    private final TextAssets assets;
    private final int vocabulary;
    private final JsonAutomata automata = new JsonAutomata();
    private final Map<String, SoftReference<Held>> known =
            new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, SoftReference<Held>> eldest) {
                    return size() > MOST;
                }
            };
    private @Nullable Constraints constraints;

    /**
     * @param vocabulary number of the model's logits
     */
    HeldAnswers(TextAssets assets, int vocabulary) {
        this.assets = assets;
        this.vocabulary = vocabulary;
    }

    /**
     * @param key by which the language is known when it is asked for again
     */
    Held held(String key, Function<JsonElements, Language> making) {
        Held held = remembered(key);
        if (held == null) {
            held = Effort.limited(() -> made(making)); // may take seconds, and others need not wait
            remember(key, held);
        }
        return held;
    }

    private synchronized @Nullable Held remembered(String key) {
        SoftReference<Held> held = known.get(key);
        return held == null ? null : held.get();
    }

    private synchronized void remember(String key, Held held) {
        known.put(key, new SoftReference<>(held));
    }

    private Held made(Function<JsonElements, Language> making) {
        Language language = making.apply(new JsonElements(automata));
        return new Held(constraints(), new Grammar(shown(language)), language.notHeld());
    }

    /** Some tokenizers begin texts with a space that is never shown. */
    private Element shown(Language language) {
        return assets.tokenizer().vocabulary().firstSpaceDropped()
                ? Element.sequence(Element.optional(Element.text(" ")), language.texts())
                : language.texts();
    }

    private synchronized Constraints constraints() {
        Constraints made = constraints;
        if (made == null) {
            made = new Constraints(tokens(), assets.endIds());
            constraints = made;
        }
        return made;
    }

    private Tokens tokens() {
        Vocabulary tokens = assets.tokenizer().vocabulary();
        return new Tokens() {
            @Override
            public int count() {
                return vocabulary;
            }

            @Override
            public boolean special(int token) {
                return tokens.special(token);
            }

            @Override
            public byte[] bytes(int token) {
                return tokens.bytes(token);
            }
        };
    }
}
