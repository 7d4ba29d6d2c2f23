package dev.modeldeck.engine.local.text.calls;

import dev.modeldeck.engine.inference.ToolCall;
import dev.modeldeck.engine.local.text.constraint.grammar.Element;

import java.util.List;
import java.util.function.Predicate;

/** As Mistral's models write calls: {@code [TOOL_CALLS]} and a list, up to the answer's end. */
final class MistralCalls implements CallSyntax {

    private static final String OPEN = "[TOOL_CALLS]";

    @Override
    public boolean of(String template) {
        return template.contains(OPEN);
    }

    @Override
    public List<String> marks() {
        return List.of(OPEN);
    }

    @Override
    public CallReader reader(Predicate<String> offered) {
        return new SectionReader(List.of(OPEN), "", false, offered);
    }

    @Override
    public String written(List<ToolCall> calls) {
        return OPEN + " " + CallElements.list(calls, "arguments");
    }

    @Override
    public Element calls(CallElements elements, boolean parallel) {
        return Element.sequence(
                elements.mark(OPEN),
                Element.optional(Element.text(" ")),
                elements.list("arguments", parallel));
    }
}
