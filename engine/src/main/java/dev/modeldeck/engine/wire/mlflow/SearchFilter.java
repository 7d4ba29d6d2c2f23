package dev.modeldeck.engine.wire.mlflow;

import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A filter such as {@code name LIKE 'main.%' AND tags.team = 'x'}: comparisons joined by AND, with
 * {@code =}, {@code !=}, {@code LIKE}, {@code ILIKE}, {@code IN ('a', 'b')}, for numbers also
 * {@code <}, {@code <=}, {@code >}, {@code >=}.
 */
public record SearchFilter(List<Clause> clauses) {

    private static final String TEXT = "(?:'[^']*'|\"[^\"]*\")";
    private static final Pattern ONE_TEXT = Pattern.compile(TEXT);
    private static final Pattern CLAUSE =
            Pattern.compile(
                    "\\s*(?<key>(?:tags?\\.(?:`[^`]+`|\"[^\"]+\"|[\\w.\\-]+))|`?\\w+`?)"
                            + "\\s*(?:(?<op>!=|>=|<=|=|>|<|\\bLIKE\\b|\\bILIKE\\b)"
                            + "\\s*(?<value>"
                            + TEXT
                            + "|\\d+)"
                            + "|\\bIN\\s*\\((?<values>\\s*"
                            + TEXT
                            + "(?:\\s*,\\s*"
                            + TEXT
                            + ")*+)\\s*\\))\\s*",
                    Pattern.CASE_INSENSITIVE);
    private static final Pattern AND = Pattern.compile("AND\\b", Pattern.CASE_INSENSITIVE);

    public SearchFilter {
        clauses = List.copyOf(clauses);
    }

    /** One thing that a filter looks at. */
    public interface Subject {

        /** A tag's value; empty where it has no such tag. */
        Optional<String> tag(String key);

        /** An attribute's value; empty where there is no such attribute. */
        Optional<String> attribute(String name);
    }

    /**
     * One comparison.
     *
     * @param tag whether the key is that of a tag
     * @param values one, but for {@code IN}
     * @param number whether the value was written as a number
     */
    public record Clause(
            boolean tag, String key, String operator, List<String> values, boolean number) {
        public Clause {
            values = List.copyOf(values);
        }

        String value() {
            return values.getFirst();
        }
    }

    public static SearchFilter parse(String filter) {
        List<Clause> clauses = new ArrayList<>();
        Matcher matcher = CLAUSE.matcher(filter);
        int at = 0;
        while (at < filter.length() && !filter.substring(at).isBlank()) {
            matcher.region(at, filter.length());
            if (!matcher.lookingAt()) {
                throw wrong();
            }
            clauses.add(clause(matcher));
            at = matcher.end();
            Matcher and = AND.matcher(filter).region(at, filter.length());
            if (and.lookingAt()) {
                at = and.end();
                if (filter.substring(at).isBlank()) {
                    throw wrong();
                }
            } else if (at < filter.length()) {
                throw wrong();
            }
        }
        return new SearchFilter(clauses);
    }

    public boolean matches(Subject subject) {
        return clauses.stream().allMatch(clause -> matches(clause, subject));
    }

    private static boolean matches(Clause clause, Subject subject) {
        if (clause.tag()) {
            // "Not that value" holds without the tag as well: so prompts are told from models.
            return subject.tag(clause.key())
                    .map(actual -> compare(clause, actual))
                    .orElse(clause.operator().equals("!=") || isFalsePrompt(clause));
        }
        return subject.attribute(clause.key())
                .map(actual -> compare(clause, actual))
                .orElseThrow(() ->
                        new EngineException(
                                new Problem.Invalid(
                                        "\"" + clause.key() + "\" cannot be searched for.",
                                        "filter")));
    }

    private static boolean isFalsePrompt(Clause clause) {
        return clause.key().equals("mlflow.prompt.is_prompt") && clause.value().equals("false");
    }

    private static boolean compare(Clause clause, String actual) {
        return switch (clause.operator()) {
            case "=" -> actual.equals(clause.value());
            case "!=" -> !actual.equals(clause.value());
            case "IN" -> clause.values().contains(actual);
            case "LIKE" -> like(clause.value(), 0).matcher(actual).matches();
            case "ILIKE" ->
                    like(clause.value(), Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE)
                            .matcher(actual)
                            .matches();
            default -> order(clause, actual);
        };
    }

    private static boolean order(Clause clause, String actual) {
        if (!clause.number() || !actual.matches("\\d{1,18}")) {
            throw wrong();
        }
        int order = Long.compare(Long.parseLong(actual), Long.parseLong(clause.value()));
        return switch (clause.operator()) {
            case "<" -> order < 0;
            case "<=" -> order <= 0;
            case ">" -> order > 0;
            default -> order >= 0;
        };
    }

    /** As SQL: % is any text, _ any character. */
    private static Pattern like(String pattern, int flags) {
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            regex.append(c == '%' ? ".*" : c == '_' ? "." : Pattern.quote(Character.toString(c)));
        }
        return Pattern.compile(regex.toString(), flags | Pattern.DOTALL);
    }

    private static Clause clause(Matcher matcher) {
        String key = matcher.group("key");
        boolean tag = key.toLowerCase(Locale.ROOT).startsWith("tag") && key.contains(".");
        String name = unquoted(tag ? key.substring(key.indexOf('.') + 1) : key);
        if (matcher.group("values") != null) {
            List<String> values =
                    ONE_TEXT.matcher(matcher.group("values"))
                            .results()
                            .map(found -> unquoted(found.group()))
                            .toList();
            return new Clause(tag, name, "IN", values, false);
        }
        String operator = matcher.group("op").toUpperCase(Locale.ROOT);
        String value = matcher.group("value");
        boolean number = Character.isDigit(value.charAt(0));
        if (number && value.length() > 18) {
            throw wrong();
        }
        return new Clause(tag, name, operator, List.of(number ? value : unquoted(value)), number);
    }

    private static String unquoted(String text) {
        char first = text.charAt(0);
        return first == '`' || first == '"' || first == '\''
                ? text.substring(1, text.length() - 1)
                : text;
    }

    private static EngineException wrong() {
        return new EngineException(
                new Problem.Invalid(
                        "The filter cannot be read. Write comparisons joined by AND, for example:"
                                + " name LIKE 'main.%' AND tags.team = 'x'",
                        "filter"));
    }
}
