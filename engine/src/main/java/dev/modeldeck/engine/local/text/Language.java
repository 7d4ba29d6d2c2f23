package dev.modeldeck.engine.local.text;

import dev.modeldeck.engine.inference.AnswerForm;
import dev.modeldeck.engine.inference.Tool;
import dev.modeldeck.engine.inference.ToolUse;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.local.text.calls.CallElements;
import dev.modeldeck.engine.local.text.constraint.gbnf.Gbnf;
import dev.modeldeck.engine.local.text.constraint.grammar.Element;
import dev.modeldeck.engine.local.text.constraint.json.JsonElements;
import dev.modeldeck.engine.local.text.constraint.json.JsonSchema;
import dev.modeldeck.engine.local.text.constraint.regular.Automata;
import dev.modeldeck.engine.local.text.constraint.regular.Encoding;
import dev.modeldeck.engine.local.text.constraint.regular.Regex;
import dev.modeldeck.engine.local.text.constraint.regular.Words;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * The texts that an answer may be.
 *
 * @param notHeld places in schemas to which they are not held
 */
record Language(Element texts, List<String> notHeld) {

    private static final String TOO_DEEP =
            "The form that is asked for is too long, or nested too deeply, to be kept to. Ask for"
                    + " something simpler.";

    Language {
        notHeld = List.copyOf(notHeld);
    }

    /**
     * Texts of a form, which is not free.
     *
     * @throws EngineException if answers cannot be held to it
     */
    static Language of(AnswerForm form, JsonElements json) {
        return named(
                "response_format",
                () ->
                        switch (form) {
                            case AnswerForm.Free _ -> throw new IllegalArgumentException("free");
                            case AnswerForm.AnyObject _ -> new Language(json.object(), List.of());
                            case AnswerForm.Schema(_, JsonNode schema, boolean strict) ->
                                    of(JsonSchema.read(schema, strict, json));
                            case AnswerForm.Pattern(String regex) ->
                                    new Language(matching(regex), List.of());
                            case AnswerForm.Choice(List<String> texts) ->
                                    new Language(oneOf(texts), List.of());
                            case AnswerForm.Grammar(String rules) ->
                                    new Language(Gbnf.read(rules), List.of());
                        });
    }

    /**
     * The arguments of a tool.
     *
     * @throws EngineException if answers cannot be held to its schema
     */
    static Language arguments(Tool tool, JsonElements json) {
        if (!(tool.parameters() instanceof ObjectNode parameters) || parameters.isEmpty()) {
            return new Language(json.object(), List.of());
        }
        ObjectNode schema = parameters.deepCopy();
        if (!schema.has("type")) {
            schema.set("type", JsonNodeFactory.instance.stringNode("object"));
        }
        return named("tools", () -> of(JsonSchema.read(schema, tool.strict(), json)));
    }

    /** The tools that may be called, each with its arguments. */
    static List<CallElements.Callable> callable(
            ToolUse use, JsonElements json, List<String> notHeld) {
        List<CallElements.Callable> callable = new ArrayList<>();
        for (Tool tool : use.callable()) {
            Language arguments = arguments(tool, json);
            callable.add(new CallElements.Callable(tool.name(), arguments.texts));
            arguments.notHeld.forEach(place -> notHeld.add(tool.name() + place));
        }
        return callable;
    }

    private static Language of(JsonSchema schema) {
        return new Language(schema.values(), schema.notHeld());
    }

    private static Element matching(String regex) {
        return Automata.ofAnchored(Regex.whole(regex, Encoding.PLAIN))
                .map(Element::leaf)
                .orElseThrow(() ->
                        EngineException.invalid(
                                "No text matches the regular expression \"" + regex + "\"."));
    }

    private static Element oneOf(List<String> texts) {
        return Element.leaf(
                Words.of(texts.stream().map(t -> t.getBytes(StandardCharsets.UTF_8)).toList()));
    }

    /** What is wrong is told with the field in which it stands. */
    static <T> T named(String field, Supplier<T> work) {
        try {
            return work.get();
        } catch (EngineException e) {
            if (e.problem() instanceof Problem.Invalid(String message, String other)
                    && other == null) {
                throw new EngineException(new Problem.Invalid(message, field), e);
            }
            throw e;
        } catch (StackOverflowError e) {
            throw new EngineException(new Problem.Invalid(TOO_DEEP, field), e);
        }
    }
}
