package dev.modeldeck.engine.local.text.calls;

import dev.modeldeck.engine.inference.ToolCall;
import dev.modeldeck.engine.local.text.constraint.grammar.Element;
import dev.modeldeck.engine.local.text.constraint.regular.Automata;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * As Llama 3.1 and later write a call: {@code {"name": …, "parameters": …}} as the whole answer, or
 * behind {@code <|python_tag|>}. These models make one call at a time.
 */
final class LlamaCalls implements CallSyntax {

    private static final String TAG = "<|python_tag|>";

    @Override
    public boolean of(String template) {
        return template.contains(TAG) || template.contains("\"parameters\": ");
    }

    @Override
    public List<String> marks() {
        return List.of(TAG);
    }

    @Override
    public CallReader reader(Predicate<String> offered) {
        return new SectionReader(List.of(TAG), "", true, offered);
    }

    @Override
    public String written(List<ToolCall> calls) {
        return calls.stream()
                .map(call -> CallElements.object(call, "parameters"))
                .collect(Collectors.joining("; "));
    }

    @Override
    public Element calls(CallElements elements, boolean parallel) {
        return elements.object("parameters");
    }

    @Override
    public Element among(CallElements elements, boolean parallel) {
        return Element.choice(
                List.of(
                        calls(elements, parallel),
                        Element.sequence(elements.mark(TAG), calls(elements, parallel)),
                        Element.leaf(Automata.textNotBegunBy('{'))));
    }
}
