package dev.modeldeck.engine.local.text.calls;

import dev.modeldeck.engine.inference.ToolCall;
import dev.modeldeck.engine.local.text.constraint.grammar.Element;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * As Mistral's newer models write calls: {@code [TOOL_CALLS]name[ARGS]{…}}, one after the other.
 */
final class NamedMistralCalls implements CallSyntax {

    static final String OPEN = "[TOOL_CALLS]";
    static final String ID = "[CALL_ID]";
    static final String ARGUMENTS = "[ARGS]";

    @Override
    public boolean of(String template) {
        return template.contains(OPEN) && template.contains(ARGUMENTS);
    }

    @Override
    public List<String> marks() {
        return List.of(OPEN, ID, ARGUMENTS);
    }

    @Override
    public CallReader reader(Predicate<String> offered) {
        return new NamedReader(offered);
    }

    @Override
    public String written(List<ToolCall> calls) {
        return calls.stream()
                .map(call -> OPEN + call.name() + ARGUMENTS + call.arguments())
                .collect(Collectors.joining());
    }

    @Override
    public Element calls(CallElements elements, boolean parallel) {
        Element one =
                Element.choice(
                        elements.tools().stream()
                                .map(tool ->
                                        Element.sequence(
                                                elements.mark(OPEN),
                                                Element.text(tool.name()),
                                                elements.mark(ARGUMENTS),
                                                tool.arguments()))
                                .toList());
        return Element.repetition(one, 1, parallel ? Integer.MAX_VALUE : 1);
    }
}
