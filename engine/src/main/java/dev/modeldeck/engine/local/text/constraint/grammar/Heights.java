package dev.modeldeck.engine.local.text.constraint.grammar;

import dev.modeldeck.engine.kernel.EngineException;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Finds for each element how many brackets its shortest text nests, so that no way is entered from
 * which the text could not be brought to its end, and refuses what cannot be read.
 */
final class Heights {

    private final List<Element> elements;
    private final Set<Element> nullable = new HashSet<>();

    private Heights(Element root) {
        Set<Element> found = new LinkedHashSet<>();
        Deque<Element> left = new ArrayDeque<>(List.of(root));
        while (!left.isEmpty()) {
            Element next = left.removeLast();
            if (found.add(next)) {
                left.addAll(parts(next));
            }
        }
        // Parts first: most heights are then found at the first look.
        elements = new ArrayList<>(found).reversed();
    }

    static void measure(Element root) {
        Heights heights = new Heights(root);
        heights.settle();
        if (root.height == Element.ENDLESS) {
            throw EngineException.invalid(
                    "No finite answer can be of the form that is asked for: something that it requires is impossible, or"
                            + " requires itself.");
        }
        if (root.height > Grammar.DEEPEST) {
            throw EngineException.invalid(
                    "It is nested more than " + Grammar.DEEPEST + " levels deep.");
        }
        heights.refuseLeftRecursion();
    }

    private static List<Element> parts(Element element) {
        return switch (element) {
            case Element.Leaf _ -> List.of();
            case Element.Sequence sequence -> sequence.parts;
            case Element.Choice choice -> choice.ways;
            case Element.Repetition repetition -> List.of(repetition.element);
            case Element.Distinct distinct -> {
                List<Element> parts = new ArrayList<>(distinct.items);
                parts.add(distinct.between);
                yield parts;
            }
            case Element.Rule rule -> List.of(rule.body());
        };
    }

    private void settle() {
        boolean more = true;
        while (more) {
            more = false;
            for (Element element : elements) {
                int height = height(element);
                boolean empty = canBeEmpty(element);
                more |= height != element.height || (empty && nullable.add(element));
                element.height = height;
            }
        }
    }

    private static int height(Element element) {
        return switch (element) {
            case Element.Leaf _ -> 0;
            case Element.Sequence sequence -> {
                int height = 0;
                int closing = 0;
                for (Element part : sequence.parts.reversed()) {
                    height = Math.max(height, within(part.height, closing));
                    closing += part instanceof Element.Leaf leaf && leaf.closing ? 1 : 0;
                }
                yield height;
            }
            case Element.Choice choice ->
                    choice.ways.stream().mapToInt(w -> w.height).min().orElse(Element.ENDLESS);
            case Element.Repetition repetition ->
                    repetition.min == 0 ? 0 : repetition.element.height;
            case Element.Distinct distinct -> distinct.min <= distinct.max ? 0 : Element.ENDLESS;
            case Element.Rule rule -> rule.body().height;
        };
    }

    private static int within(int height, int brackets) {
        return height == Element.ENDLESS ? height : height + brackets;
    }

    private boolean canBeEmpty(Element element) {
        return switch (element) {
            case Element.Leaf leaf -> leaf.automaton.accepts(leaf.automaton.start());
            case Element.Sequence sequence -> nullable.containsAll(sequence.parts);
            case Element.Choice choice -> choice.ways.stream().anyMatch(nullable::contains);
            case Element.Repetition repetition ->
                    repetition.min == 0 || nullable.contains(repetition.element);
            case Element.Distinct distinct -> distinct.min == 0;
            case Element.Rule rule -> nullable.contains(rule.body());
        };
    }

    /** A rule that begins with itself would be entered again and again without a byte read. */
    private void refuseLeftRecursion() {
        Set<Element> fine = new HashSet<>();
        for (Element element : elements) {
            if (element instanceof Element.Rule rule) {
                follow(rule, new LinkedHashSet<>(), fine);
            }
        }
    }

    private void follow(Element element, Set<Element> path, Set<Element> fine) {
        if (fine.contains(element)) {
            return;
        }
        if (!path.add(element)) {
            String name =
                    element instanceof Element.Rule rule ? "\"" + rule.name() + "\"" : "A rule";
            throw EngineException.invalid(
                    name + " begins with itself, so that no text could ever begin.");
        }
        for (Element first : firsts(element)) {
            follow(first, path, fine);
        }
        path.remove(element);
        fine.add(element);
    }

    private List<Element> firsts(Element element) {
        if (!(element instanceof Element.Sequence sequence)) {
            return parts(element);
        }
        List<Element> firsts = new ArrayList<>();
        for (Element part : sequence.parts) {
            firsts.add(part);
            if (!nullable.contains(part)) {
                break;
            }
        }
        return firsts;
    }
}
