package dev.modeldeck.engine.local.text.calls;

import dev.modeldeck.engine.inference.ToolCall;
import dev.modeldeck.engine.local.text.constraint.grammar.Element;
import dev.modeldeck.engine.local.text.constraint.regular.Automata;

import java.util.List;
import java.util.function.Predicate;

/** How a family of models writes calls of tools. */
public interface CallSyntax {

    /** Whether models with this chat template write so. */
    boolean of(String template);

    /**
     * Texts before, within and after calls. Where a vocabulary has one of them as a special token,
     * the model writes that.
     */
    List<String> marks();

    /**
     * Reads one answer.
     *
     * @param offered whether there is a tool of a name
     */
    CallReader reader(Predicate<String> offered);

    /** Calls of an earlier answer, as the model wrote them or would have. */
    String written(List<ToolCall> calls);

    /** Calls and nothing else, one or several. */
    Element calls(CallElements elements, boolean parallel);

    /** Any text, and calls in it. */
    default Element among(CallElements elements, boolean parallel) {
        Element text = Element.leaf(Automata.textWithout(marks().getFirst()));
        Element more = Element.sequence(calls(elements, parallel), text);
        int most = parallel ? Integer.MAX_VALUE : 1;
        return Element.sequence(text, Element.repetition(more, 0, most));
    }
}
