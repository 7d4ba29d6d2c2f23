package dev.modeldeck.engine.local.text.constraint.regular;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A regular language as an expression that can be derived by one symbol at a time (Brzozowski 1964;
 * Owens, Reppy and Turón 2009). Intersection and complement cost no more here than union. The ways
 * to make one simplify, so that the derivatives of an expression are finitely many.
 */
public final class Regular {

    /** For the most a repetition may repeat: without end. */
    public static final int ENDLESS = Integer.MAX_VALUE;

    private enum Kind {
        NEVER,
        EMPTY,
        SYMBOLS,
        THEN,
        OR,
        AND,
        NOT,
        REPEAT
    }

    /** More ways than this are not tried again for a symbol that came before. */
    private static final int MANY = 5;

    /** What it costs to remember, in parts. */
    private static final int MEMORY = 16;

    private static final Symbols NO_SYMBOLS = Symbols.between(0, -1);

    /** No text at all. */
    public static final Regular NEVER = new Regular(Kind.NEVER, NO_SYMBOLS, List.of(), 0, 0);

    /** The empty text. */
    public static final Regular EMPTY = new Regular(Kind.EMPTY, NO_SYMBOLS, List.of(), 0, 0);

    static final Regular EVERYTHING = new Regular(Kind.NOT, NO_SYMBOLS, List.of(NEVER), 0, 0);

    private final Kind kind;
    private final Symbols symbols;
    private final List<Regular> parts;
    private final int min;
    private final int max;
    private final boolean nullable;
    private final int hash;

    /** What follows after each symbol, where it is costly to find and asked for often. */
    private final Regular @Nullable [] remembered;

    private Regular(Kind kind, Symbols symbols, List<Regular> parts, int min, int max) {
        this.kind = kind;
        this.symbols = symbols;
        this.parts = parts;
        this.min = min;
        this.max = max;
        int sum = kind.name().hashCode();
        int row = kind.name().hashCode() + symbols.hashCode() + 17 * min + 19 * max;
        boolean all = true;
        boolean any = false;
        for (Regular part : parts) {
            sum += mixed(part.hash);
            row = 31 * row + part.hash;
            all &= part.nullable;
            any |= part.nullable;
        }
        this.hash = unordered(kind) ? sum : row;
        this.nullable =
                switch (kind) {
                    case NEVER, SYMBOLS -> false;
                    case EMPTY -> true;
                    case THEN, AND -> all;
                    case OR -> any;
                    case NOT -> !all;
                    case REPEAT -> min == 0;
                };
        boolean many = kind == Kind.OR && parts.size() > MANY;
        Effort.spend(1 + parts.size() + (many ? MEMORY : 0));
        this.remembered = many ? new Regular[Symbols.COUNT] : null;
    }

    /** So that sums of hashes tell sets apart whose members resemble each other. */
    private static int mixed(int hash) {
        int mixed = (hash ^ (hash >>> 16)) * 0x7FEB352D;
        return (mixed ^ (mixed >>> 15)) * 0x846CA68B;
    }

    private static boolean unordered(Kind kind) {
        return kind == Kind.OR || kind == Kind.AND;
    }

    /** One of these symbols. */
    static Regular of(Symbols symbols) {
        return symbols.isEmpty() ? NEVER : new Regular(Kind.SYMBOLS, symbols, List.of(), 0, 0);
    }

    /** One byte in this range, both ends included. */
    public static Regular between(int first, int last) {
        return of(Symbols.between(first, last));
    }

    /** Exactly these bytes. */
    public static Regular of(byte[] word) {
        Regular all = EMPTY;
        for (int i = word.length - 1; i >= 0; i--) {
            all = of(Symbols.of(word[i] & 0xFF)).then(all);
        }
        return all;
    }

    /** Exactly this text. */
    public static Regular of(String word) {
        return of(word.getBytes(StandardCharsets.UTF_8));
    }

    /** Any of these words; what they begin with in common is written once. */
    public static Regular anyOf(Collection<byte[]> words) {
        return words(List.copyOf(words), 0);
    }

    private static Regular words(List<byte[]> words, int at) {
        Map<Integer, List<byte[]>> byNext = new TreeMap<>();
        List<Regular> ways = new ArrayList<>();
        for (byte[] word : words) {
            if (word.length == at) {
                ways.add(EMPTY);
            } else {
                byNext.computeIfAbsent(word[at] & 0xFF, b -> new ArrayList<>()).add(word);
            }
        }
        byNext.forEach((b, rest) -> ways.add(of(Symbols.of(b)).then(words(rest, at + 1))));
        return or(ways);
    }

    public Regular then(Regular next) {
        if (never() || next.never()) {
            return NEVER;
        }
        if (empty()) {
            return next;
        }
        if (next.empty()) {
            return this;
        }
        return kind == Kind.THEN
                ? parts.get(0).then(parts.get(1).then(next))
                : new Regular(Kind.THEN, NO_SYMBOLS, List.of(this, next), 0, 0);
    }

    public Regular or(Regular other) {
        return or(List.of(this, other));
    }

    public static Regular or(Collection<Regular> ways) {
        Set<Regular> flat = new LinkedHashSet<>();
        Symbols single = NO_SYMBOLS;
        for (Regular way : ways) {
            for (Regular part : way.kind == Kind.OR ? way.parts : List.of(way)) {
                if (part.equals(EVERYTHING)) {
                    return EVERYTHING;
                }
                if (part.kind == Kind.SYMBOLS) {
                    single = single.or(part.symbols);
                } else if (!part.never()) {
                    flat.add(part);
                }
            }
        }
        if (!single.isEmpty()) {
            flat.add(of(single));
        }
        return flat.isEmpty() ? NEVER : joined(Kind.OR, flat);
    }

    public Regular and(Regular other) {
        return and(List.of(this, other));
    }

    public static Regular and(Collection<Regular> conditions) {
        Set<Regular> flat = new LinkedHashSet<>();
        for (Regular condition : conditions) {
            for (Regular part : condition.kind == Kind.AND ? condition.parts : List.of(condition)) {
                if (part.never()) {
                    return NEVER;
                }
                if (!part.equals(EVERYTHING)) {
                    flat.add(part);
                }
            }
        }
        return flat.isEmpty() ? EVERYTHING : joined(Kind.AND, flat);
    }

    private static Regular joined(Kind kind, Set<Regular> parts) {
        return parts.size() == 1
                ? parts.iterator().next()
                : new Regular(kind, NO_SYMBOLS, List.copyOf(parts), 0, 0);
    }

    /** Whatever this is not, be it text or not: to be cut with what a text may be. */
    public Regular not() {
        return kind == Kind.NOT
                ? parts.getFirst()
                : new Regular(Kind.NOT, NO_SYMBOLS, List.of(this), 0, 0);
    }

    /**
     * This, again and again.
     *
     * @param most {@link #ENDLESS} for any number
     */
    public Regular repeated(int least, int most) {
        if (most == 0 || empty() || (never() && least == 0)) {
            return EMPTY;
        }
        if (never() || (least == 1 && most == 1)) {
            return this;
        }
        // What may be empty fills any lack.
        return new Regular(Kind.REPEAT, NO_SYMBOLS, List.of(this), nullable ? 0 : least, most);
    }

    public Regular optional() {
        return repeated(0, 1);
    }

    private boolean never() {
        return kind == Kind.NEVER;
    }

    /** Whether there is no text in it but the empty one, as far as can be seen. */
    public boolean empty() {
        return kind == Kind.EMPTY;
    }

    /** Whether the empty text is in it. */
    boolean nullable() {
        return nullable;
    }

    /** What may follow after this symbol. */
    Regular after(int symbol) {
        if (remembered == null) {
            return derived(symbol);
        }
        Regular known = remembered[symbol];
        if (known == null) {
            known = derived(symbol);
            remembered[symbol] = known;
        }
        return known;
    }

    private Regular derived(int symbol) {
        return switch (kind) {
            case NEVER, EMPTY -> NEVER;
            case SYMBOLS -> symbols.contains(symbol) ? EMPTY : NEVER;
            case THEN -> {
                Regular first = parts.get(0).after(symbol).then(parts.get(1));
                yield parts.get(0).nullable ? first.or(parts.get(1).after(symbol)) : first;
            }
            case OR -> or(each(symbol));
            case AND -> and(each(symbol));
            case NOT -> parts.getFirst().after(symbol).not();
            case REPEAT -> {
                Regular next = parts.getFirst().after(symbol);
                yield next.never()
                        ? NEVER
                        : next.then(
                                parts.getFirst()
                                        .repeated(
                                                Math.max(0, min - 1),
                                                max == ENDLESS ? ENDLESS : max - 1));
            }
        };
    }

    private List<Regular> each(int symbol) {
        List<Regular> each = new ArrayList<>(parts.size());
        for (Regular part : parts) {
            each.add(part.after(symbol));
        }
        return each;
    }

    /** The sets of symbols that the expression tells apart. */
    Set<Symbols> sets() {
        Set<Symbols> sets = new HashSet<>();
        Set<Regular> seen = new HashSet<>();
        Deque<Regular> left = new ArrayDeque<>(List.of(this)); // long texts are deep
        while (!left.isEmpty()) {
            Regular next = left.removeLast();
            if (seen.add(next)) {
                if (next.kind == Kind.SYMBOLS) {
                    sets.add(next.symbols);
                }
                left.addAll(next.parts);
            }
        }
        return sets;
    }

    @Override
    public boolean equals(Object other) {
        if (this == other) {
            return true;
        }
        return other instanceof Regular that
                && hash == that.hash
                && kind == that.kind
                && min == that.min
                && max == that.max
                && symbols.equals(that.symbols)
                && (parts.equals(that.parts)
                        || (unordered(kind)
                                && parts.size() == that.parts.size()
                                && new HashSet<>(parts).containsAll(that.parts)));
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
