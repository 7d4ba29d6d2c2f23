package dev.modeldeck.engine.starter;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Byte-level byte pair encoding (Sennrich et al. 2016, over bytes as in GPT-2): words are cut by
 * GPT-2's pattern, written in its 256 byte letters, and the most frequent pair of neighbours is
 * joined until the vocabulary is full. Ties go to the pair first in order, so a text always gives
 * the same merges.
 */
final class BytePairTrainer {

    record Pair(String left, String right) implements Comparable<Pair> {
        @Override
        public int compareTo(Pair other) {
            return Comparator.comparing(Pair::left).thenComparing(Pair::right).compare(this, other);
        }
    }

    /** GPT-2's cut into words: the same that the ByteLevel pre-tokenizer makes. */
    private static final Pattern WORDS =
            Pattern.compile(
                    "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+"
                            + "|\\s+(?!\\S)|\\s+");

    private final Map<List<String>, Integer> words = new LinkedHashMap<>();

    BytePairTrainer(Stream<String> texts) {
        Map<String, Integer> counts = new TreeMap<>();
        // with and without a space in front, as at the start and inside of a sentence
        texts.flatMap(text -> Stream.of(text, " " + text))
                .forEach(text ->
                        WORDS.matcher(text)
                                .results()
                                .forEach(word -> counts.merge(word.group(), 1, Integer::sum)));
        counts.forEach((word, count) -> words.put(new ArrayList<>(ByteLetters.of(word)), count));
    }

    /** The merges in the order learnt, at most so many. */
    List<Pair> merges(int wanted) {
        List<Pair> merges = new ArrayList<>();
        while (merges.size() < wanted) {
            Pair best = mostFrequent();
            if (best == null) {
                break;
            }
            merges.add(best);
            join(best);
        }
        return merges;
    }

    private @Nullable Pair mostFrequent() {
        Map<Pair, Integer> counts = new HashMap<>();
        words.forEach((letters, count) -> {
            for (int i = 0; i + 1 < letters.size(); i++) {
                counts.merge(new Pair(letters.get(i), letters.get(i + 1)), count, Integer::sum);
            }
        });
        return counts.entrySet().stream()
                .filter(entry -> entry.getValue() > 1)
                .max(
                        Map.Entry.<Pair, Integer>comparingByValue()
                                .thenComparing(Map.Entry.comparingByKey(Comparator.reverseOrder())))
                .map(Map.Entry::getKey)
                .orElse(null);
    }

    private void join(Pair pair) {
        Map<List<String>, Integer> joined = new LinkedHashMap<>();
        words.forEach((letters, count) -> joined.merge(join(letters, pair), count, Integer::sum));
        words.clear();
        words.putAll(joined);
    }

    private static List<String> join(List<String> letters, Pair pair) {
        List<String> joined = new ArrayList<>(letters.size());
        for (int i = 0; i < letters.size(); i++) {
            boolean here =
                    i + 1 < letters.size()
                            && letters.get(i).equals(pair.left())
                            && letters.get(i + 1).equals(pair.right());
            joined.add(here ? pair.left() + pair.right() : letters.get(i));
            i += here ? 1 : 0;
        }
        return joined;
    }
}
