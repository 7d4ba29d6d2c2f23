package dev.modeldeck.engine.local.text.constraint.gbnf;

import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.local.text.constraint.grammar.Element;
import dev.modeldeck.engine.local.text.constraint.regular.CodePoints;
import dev.modeldeck.engine.local.text.constraint.regular.Encoding;
import dev.modeldeck.engine.local.text.constraint.regular.Regular;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads a grammar in GBNF: rules of the form {@code name ::= …}, of which one is the root. */
public final class Gbnf {

    private static final String ROOT = "root";
    private static final int MOST_REPEATS = 10_000;
    private static final int DEEPEST = 200;

    private final Scanner scanner;
    private final Map<String, Term> rules = new LinkedHashMap<>();
    private int depth;

    private Gbnf(String text) {
        this.scanner = new Scanner(text);
    }

    /**
     * The texts of a grammar.
     *
     * @throws EngineException saying what is wrong, and in which line
     */
    public static Element read(String text) {
        Gbnf reader = new Gbnf(text);
        reader.readRules();
        return reader.elements();
    }

    private void readRules() {
        while (!scanner.ended()) {
            String name = scanner.name();
            if (name.isEmpty() || !scanner.takes("::=")) {
                throw scanner.wrong("a rule begins with its name and \"::=\"");
            }
            if (rules.put(name, alternatives()) != null) {
                throw scanner.wrong("the rule \"" + name + "\" is there twice");
            }
        }
    }

    private Element elements() {
        Map<String, Element.Rule> all = new HashMap<>();
        rules.keySet().forEach(name -> all.put(name, new Element.Rule(name)));
        rules.forEach(
                (name, term) -> found(all, name).is(term.element(wanted -> found(all, wanted))));
        return found(all, ROOT);
    }

    private static Element.Rule found(Map<String, Element.Rule> all, String name) {
        Element.Rule rule = all.get(name);
        if (rule == null) {
            throw EngineException.invalid("The grammar has no rule \"" + name + "\".");
        }
        return rule;
    }

    private Term alternatives() {
        if (++depth > DEEPEST) {
            throw scanner.wrong("its groups are nested too deeply");
        }
        List<Term> ways = new ArrayList<>();
        do {
            ways.add(sequence());
        } while (scanner.takes("|"));
        depth--;
        return ways.size() == 1 ? ways.getFirst() : new Term.Choice(ways);
    }

    private Term sequence() {
        List<Term> parts = new ArrayList<>();
        while (!scanner.ended() && !scanner.at("|") && !scanner.at(")") && !scanner.atRule()) {
            parts.add(repeated(single()));
        }
        return parts.size() == 1 ? parts.getFirst() : new Term.Sequence(parts);
    }

    private Term single() {
        if (scanner.takes("\"")) {
            return new Term.Text(Regular.of(scanner.until('"')));
        }
        if (scanner.takes("[")) {
            return new Term.Text(Encoding.PLAIN.of(scanner.characters()));
        }
        if (scanner.takes(".")) {
            return new Term.Text(Encoding.PLAIN.of(CodePoints.ALL));
        }
        if (scanner.takes("(")) {
            Term inner = alternatives();
            if (!scanner.takes(")")) {
                throw scanner.wrong("a bracket is not closed");
            }
            return inner;
        }
        String name = scanner.name();
        if (name.isEmpty()) {
            throw scanner.wrong("a text, a class of characters, a group or a rule is missing");
        }
        return new Term.Reference(name);
    }

    private Term repeated(Term term) {
        if (scanner.takes("*")) {
            return new Term.Repetition(term, 0, Regular.ENDLESS);
        }
        if (scanner.takes("+")) {
            return new Term.Repetition(term, 1, Regular.ENDLESS);
        }
        if (scanner.takes("?")) {
            return new Term.Repetition(term, 0, 1);
        }
        if (!scanner.takes("{")) {
            return term;
        }
        int min = count();
        int max = min;
        if (scanner.takes(",")) {
            max = scanner.at("}") ? Regular.ENDLESS : count();
        }
        if (!scanner.takes("}") || max < min) {
            throw scanner.wrong("a repetition is written {2}, {2,} or {2,5}");
        }
        return new Term.Repetition(term, min, max);
    }

    private int count() {
        String digits = scanner.name();
        if (!digits.matches("\\d{1,6}") || Integer.parseInt(digits) > MOST_REPEATS) {
            throw scanner.wrong("a count from 0 to " + MOST_REPEATS + " is missing");
        }
        return Integer.parseInt(digits);
    }
}
