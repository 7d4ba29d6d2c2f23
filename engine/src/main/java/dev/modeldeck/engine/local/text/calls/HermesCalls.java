package dev.modeldeck.engine.local.text.calls;

import dev.modeldeck.engine.inference.ToolCall;
import dev.modeldeck.engine.local.text.constraint.grammar.Element;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * As Nous Research's Hermes, Qwen and SmolLM write calls: {@code <tool_call>{"name": …,
 * "arguments": …}</tool_call>}, one after the other.
 */
final class HermesCalls implements CallSyntax {

    private static final String OPEN = "<tool_call>";
    private static final String CLOSE = "</tool_call>";

    @Override
    public boolean of(String template) {
        // Qwen's coders put tags inside instead of JSON.
        return template.contains(OPEN) && !template.contains("<function=");
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
        return calls.stream()
                .map(call -> OPEN + "\n" + CallElements.object(call, "arguments") + "\n" + CLOSE)
                .collect(Collectors.joining("\n"));
    }

    @Override
    public Element calls(CallElements elements, boolean parallel) {
        Element one =
                Element.sequence(
                        elements.mark(OPEN),
                        Element.text("\n"),
                        elements.object("arguments"),
                        Element.text("\n"),
                        elements.mark(CLOSE));
        Element more = Element.sequence(Element.text("\n"), one);
        return Element.sequence(one, Element.repetition(more, 0, parallel ? Integer.MAX_VALUE : 0));
    }
}
