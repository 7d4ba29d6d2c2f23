package dev.modeldeck.engine.local.text.calls;

import dev.modeldeck.engine.inference.ToolCall;
import dev.modeldeck.engine.local.text.constraint.grammar.Element;
import dev.modeldeck.engine.local.text.constraint.json.JsonElements;

import tools.jackson.databind.node.JsonNodeFactory;

import java.util.List;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What calls are made of, for one vocabulary and some tools.
 *
 * @param tools that may be called; at least one
 * @param special the special token of a text; empty where it is text like any other
 */
public record CallElements(
        List<Callable> tools, JsonElements json, Function<String, OptionalInt> special) {

    /**
     * A tool that may be called.
     *
     * @param arguments its arguments as JSON
     */
    public record Callable(String name, Element arguments) {}

    public CallElements {
        tools = List.copyOf(tools);
    }

    Element mark(String text) {
        OptionalInt token = special.apply(text);
        return token.isPresent() ? Element.special(token.getAsInt()) : Element.text(text);
    }

    /** Name and arguments as JSON, spaced as templates show it to models. */
    static String object(ToolCall call, String argumentsKey) {
        String name = JsonNodeFactory.instance.stringNode(call.name()).toString();
        String arguments = call.arguments().isBlank() ? "{}" : call.arguments();
        return "{\"name\": %s, \"%s\": %s}".formatted(name, argumentsKey, arguments);
    }

    /** Such objects in brackets. */
    static String list(List<ToolCall> calls, String argumentsKey) {
        return calls.stream()
                .map(call -> object(call, argumentsKey))
                .collect(Collectors.joining(", ", "[", "]"));
    }

    /** The same of whatever tool and arguments. */
    Element object(String argumentsKey) {
        return Element.choice(
                tools.stream()
                        .map(tool ->
                                Element.sequence(
                                        Element.text(
                                                "{\"name\": \"%s\", \"%s\": "
                                                        .formatted(tool.name, argumentsKey)),
                                        tool.arguments,
                                        Element.text("}")))
                        .toList());
    }

    /** One or several in brackets. */
    Element list(String argumentsKey, boolean parallel) {
        Element object = object(argumentsKey);
        Element more = Element.sequence(Element.text(", "), object);
        return Element.sequence(
                Element.text("["),
                object,
                Element.repetition(more, 0, parallel ? Integer.MAX_VALUE : 0),
                Element.text("]"));
    }
}
