package dev.modeldeck.engine.starter;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Says a question in other words: another beginning, a word left out, a word mistyped. */
final class Rewording {

    private final List<List<String>> beginnings;
    private final Random random;

    Rewording(List<String> lines, Random random) {
        this.beginnings = lines.stream().map(line -> List.of(line.split(" \\| "))).toList();
        this.random = random;
    }

    /** Replaces the beginning by one that means the same; the most particular rule comes first. */
    String begin(String question) {
        for (List<String> rule : beginnings) {
            String beginning = rule.getFirst() + " ";
            if (question.startsWith(beginning)) {
                String other = rule.get(1 + random.nextInt(rule.size() - 1));
                return other + " " + question.substring(beginning.length());
            }
        }
        return question;
    }

    /** Leaves out about one word in six, so that no single word decides. */
    String thin(String question) {
        String[] words = question.split(" ");
        if (words.length < 4) {
            return question;
        }
        List<String> kept = new ArrayList<>();
        for (String word : words) {
            if (random.nextInt(6) > 0) {
                kept.add(word);
            }
        }
        return kept.size() < 2 ? question : String.join(" ", kept);
    }

    /** Swaps two neighbouring letters or drops one. */
    String mistype(String text) {
        if (text.length() < 8) {
            return text;
        }
        int at = 2 + random.nextInt(text.length() - 4);
        if (!Character.isLetter(text.charAt(at)) || !Character.isLetter(text.charAt(at + 1))) {
            return text;
        }
        String swapped = "" + text.charAt(at + 1) + text.charAt(at);
        String middle = random.nextBoolean() ? swapped : text.substring(at, at + 1);
        return text.substring(0, at) + middle + text.substring(at + 2);
    }
}
