package dev.modeldeck.engine.local.text;

import dev.modeldeck.engine.inference.AnswerForm;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.local.text.constraint.Constraint;
import dev.modeldeck.engine.local.text.constraint.Constraints;
import dev.modeldeck.engine.local.text.constraint.Tokens;
import dev.modeldeck.engine.local.text.constraint.gbnf.Gbnf;
import dev.modeldeck.engine.local.text.constraint.grammar.Element;
import dev.modeldeck.engine.local.text.constraint.grammar.Grammar;
import dev.modeldeck.engine.local.text.constraint.json.JsonAutomata;
import dev.modeldeck.engine.local.text.constraint.json.JsonElements;
import dev.modeldeck.engine.local.text.constraint.json.JsonSchema;
import dev.modeldeck.engine.local.text.constraint.regular.Automata;
import dev.modeldeck.engine.local.text.constraint.regular.Effort;
import dev.modeldeck.engine.local.text.constraint.regular.Encoding;
import dev.modeldeck.engine.local.text.constraint.regular.Regex;
import dev.modeldeck.engine.local.text.constraint.regular.Words;
import dev.modeldeck.engine.local.tokens.Vocabulary;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Holds a model's answers to the forms that are asked for. What is found out about its vocabulary,
 * and about forms that come again, is kept. Safe for many threads.
 */
final class AnswerForms {

    private static final String TOO_DEEP =
            "The form that is asked for is too long, or nested too deeply, to be kept to. Ask for"
                    + " something simpler.";

    /** Forms that are remembered. */
    private static final int MOST = 32;

    private final TextAssets assets;
    private final int vocabulary;
    private final JsonAutomata automata = new JsonAutomata();
    private final Map<String, Held> known =
            new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Held> eldest) {
                    return size() > MOST;
                }
            };
    private @Nullable Constraints constraints;

    /**
     * @param vocabulary number of the model's logits
     */
    AnswerForms(TextAssets assets, int vocabulary) {
        this.assets = assets;
        this.vocabulary = vocabulary;
    }

    /**
     * A form that answers can be held to.
     *
     * @param start makes the constraint of one answer
     * @param notHeld of the schema
     */
    record Held(Supplier<Constraint> start, List<String> notHeld) {

        static final Held FREE = new Held(Constraint::none, List.of());
    }

    /**
     * @throws EngineException if no answer can be held to it
     */
    Held held(AnswerForm form) {
        return form.free() ? Held.FREE : known(form);
    }

    private synchronized Held known(AnswerForm form) {
        // JSON nodes are equal whatever the order of their properties, which matters here.
        String key = form.toString();
        Held held = known.get(key);
        if (held == null) {
            held = hold(form);
            known.put(key, held);
        }
        return held;
    }

    private Held hold(AnswerForm form) {
        try {
            return Effort.limited(() -> read(form));
        } catch (StackOverflowError e) {
            throw new EngineException(new Problem.Invalid(TOO_DEEP, "response_format"), e);
        } catch (EngineException e) {
            throw e.problem() instanceof Problem.Invalid(String message, String field)
                    ? new EngineException(
                            new Problem.Invalid(message, field == null ? "response_format" : field),
                            e)
                    : e;
        }
    }

    private Held read(AnswerForm form) {
        JsonElements json = new JsonElements(automata);
        return switch (form) {
            case AnswerForm.Free _ -> Held.FREE;
            case AnswerForm.AnyObject _ -> held(json.object(), List.of());
            case AnswerForm.Schema schema -> {
                JsonSchema read = JsonSchema.read(schema.schema(), schema.strict(), json);
                yield held(read.values(), read.notHeld());
            }
            case AnswerForm.Pattern pattern -> held(matching(pattern.regex()), List.of());
            case AnswerForm.Choice choice ->
                    held(
                            Element.leaf(
                                    Words.of(
                                            choice.texts().stream()
                                                    .map(AnswerForms::utf8)
                                                    .toList())),
                            List.of());
            case AnswerForm.Grammar grammar -> held(Gbnf.read(grammar.rules()), List.of());
        };
    }

    private Held held(Element root, List<String> notHeld) {
        // Some tokenizers begin texts with a space that is never shown.
        Element all =
                assets.tokenizer().vocabulary().firstSpaceDropped()
                        ? Element.sequence(Element.optional(Element.text(" ")), root)
                        : root;
        Grammar grammar = new Grammar(all);
        Constraints holding = constraints();
        return new Held(() -> holding.of(grammar), notHeld);
    }

    private static Element matching(String regex) {
        return Automata.ofAnchored(Regex.whole(regex, Encoding.PLAIN))
                .map(Element::leaf)
                .orElseThrow(() ->
                        EngineException.invalid(
                                "No text matches the regular expression \"" + regex + "\"."));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private Constraints constraints() {
        if (constraints == null) {
            constraints = new Constraints(tokens(), assets.endIds());
        }
        return constraints;
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
