package dev.modeldeck.engine.local.text.calls;

import dev.modeldeck.engine.inference.ToolCall;
import dev.modeldeck.engine.local.text.constraint.grammar.Element;

import java.util.List;
import java.util.function.Predicate;

/** As Phi-4-mini writes calls: a list between {@code <|tool_call|>} and {@code <|/tool_call|>}. */
final class PhiCalls implements CallSyntax {

    private static final String OPEN = "<|tool_call|>";
    private static final String CLOSE = "<|/tool_call|>";

    @Override
    public boolean of(String template) {
        return template.contains(OPEN) || template.contains("<|/tool|>");
    }

    @Override
    public List<String> marks() {
        return List.of(OPEN, CLOSE);
    }

    @Override
    public CallReader reader(Predicate<String> offered) {
        return new SectionReader(List.of(OPEN), CLOSE, false, offered);
    }

    @Override
    public String written(List<ToolCall> calls) {
        return OPEN + CallElements.list(calls, "arguments") + CLOSE;
    }

    @Override
    public Element calls(CallElements elements, boolean parallel) {
        return Element.sequence(
                elements.mark(OPEN), elements.list("arguments", parallel), elements.mark(CLOSE));
    }
}
