package dev.modeldeck.engine.local.text.constraint.regular;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntPredicate;

/** A set of Unicode scalar values: code points but the surrogates, which UTF-8 cannot hold. */
public final class CodePoints {

    private static final int LAST = Character.MAX_CODE_POINT;

    public static final CodePoints NONE = new CodePoints(List.of());
    public static final CodePoints ALL = between(0, LAST);

    /** Code points from the first to the last, both included. */
    public record Range(int first, int last) {}

    private final List<Range> ranges;

    private CodePoints(List<Range> ranges) {
        this.ranges = List.copyOf(ranges);
    }

    public static CodePoints of(int codePoint) {
        return between(codePoint, codePoint);
    }

    /** Of the characters of a text. */
    public static CodePoints of(String characters) {
        return new CodePoints(
                sorted(characters.codePoints().mapToObj(c -> new Range(c, c)).toList()));
    }

    /** Those from the first to the last, both included. */
    public static CodePoints between(int first, int last) {
        return new CodePoints(sorted(List.of(new Range(first, last))));
    }

    /** Those for which something holds; looks at all of them. */
    public static CodePoints where(IntPredicate holds) {
        List<Range> found = new ArrayList<>();
        int first = -1;
        for (int c = 0; c <= LAST + 1; c++) {
            boolean in = c <= LAST && holds.test(c);
            if (in && first < 0) {
                first = c;
            } else if (!in && first >= 0) {
                found.add(new Range(first, c - 1));
                first = -1;
            }
        }
        return new CodePoints(sorted(found));
    }

    public CodePoints or(CodePoints others) {
        List<Range> all = new ArrayList<>(ranges);
        all.addAll(others.ranges);
        return new CodePoints(sorted(all));
    }

    public CodePoints and(CodePoints others) {
        return not().or(others.not()).not();
    }

    public CodePoints not() {
        List<Range> gaps = new ArrayList<>();
        int next = 0;
        for (Range range : ranges) {
            gaps.add(new Range(next, range.first - 1));
            next = range.last + 1;
        }
        gaps.add(new Range(next, LAST));
        return new CodePoints(sorted(gaps));
    }

    public boolean contains(int codePoint) {
        return ranges.stream().anyMatch(r -> r.first <= codePoint && codePoint <= r.last);
    }

    public boolean isEmpty() {
        return ranges.isEmpty();
    }

    /** Ascending, apart from each other. */
    public List<Range> ranges() {
        return ranges;
    }

    /** Ascending, joined where they touch, without surrogates. */
    private static List<Range> sorted(List<Range> any) {
        List<Range> ascending =
                any.stream()
                        .flatMap(CodePoints::withoutSurrogates)
                        .filter(r -> r.first <= r.last)
                        .sorted(Comparator.comparingInt(Range::first))
                        .toList();
        List<Range> joined = new ArrayList<>();
        for (Range range : ascending) {
            if (!joined.isEmpty() && range.first <= joined.getLast().last + 1) {
                Range before = joined.removeLast();
                joined.add(new Range(before.first, Math.max(before.last, range.last)));
            } else {
                joined.add(range);
            }
        }
        return joined;
    }

    private static java.util.stream.Stream<Range> withoutSurrogates(Range range) {
        return java.util.stream.Stream.of(
                new Range(range.first, Math.min(range.last, Character.MIN_SURROGATE - 1)),
                new Range(Math.max(range.first, Character.MAX_SURROGATE + 1), range.last));
    }
}
