package dev.modeldeck.engine.starter;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Puts a topic's question in one of the many ways in which people write. */
final class Questions {

    private static final Pattern SLOT = Pattern.compile("\\{(\\w+)}");
    private static final Pattern SMALL_WORD =
            Pattern.compile(" (the|a|an|is|do|does|to|of|my|please) ");

    private final Corpus corpus;
    private final Random random;

    Questions(Corpus corpus, Random random) {
        this.corpus = corpus;
        this.random = random;
    }

    /** A question for training, varied. */
    String draw(Topic topic) {
        boolean define = !topic.names().isEmpty() && random.nextInt(100) < 45;
        String question = define ? defining(topic, "about") : fill(anyOf(topic.questions()));
        if (random.nextInt(100) < 22) {
            question = wrap(question);
        }
        return careless(question);
    }

    /** Every held-out question of a topic: those written for it, then a definition of each name. */
    List<String> heldOut(Topic topic) {
        List<String> all = new ArrayList<>();
        topic.heldOut().forEach(question -> all.add(fill(question)));
        List<String> frames = corpus.phrasing("held about");
        for (int i = 0; i < topic.names().size(); i++) {
            String frame = frames.get((topic.id().length() + i) % frames.size());
            all.add(frame.replace("{t}", topic.names().get(i)));
        }
        return all;
    }

    /** One of the short phrases of a section, written as carelessly as people do. */
    String phrase(String section) {
        return careless(anyOf(corpus.phrasing(section)));
    }

    private String defining(Topic topic, String section) {
        String name = anyOf(topic.names());
        if (random.nextInt(100) < 20) {
            name = name.replaceFirst("^(a|an|the) ", "");
        }
        String text = anyOf(corpus.phrasing(section)).replace("{t}", name);
        return Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }

    private String wrap(String question) {
        String frame = anyOf(corpus.phrasing("wrap"));
        boolean inside = !frame.startsWith("{q}");
        boolean lower =
                inside && question.length() > 1 && Character.isLowerCase(question.charAt(1));
        String text =
                lower
                        ? Character.toLowerCase(question.charAt(0)) + question.substring(1)
                        : question;
        return frame.replace("{q}", text);
    }

    private String fill(String question) {
        Matcher matcher = SLOT.matcher(question);
        StringBuilder text = new StringBuilder();
        while (matcher.find()) {
            String word = anyOf(corpus.slots().get(matcher.group(1)));
            matcher.appendReplacement(text, Matcher.quoteReplacement(word));
        }
        return matcher.appendTail(text).toString();
    }

    private String careless(String question) {
        String text = question;
        if (random.nextInt(100) < 30) {
            text = text.toLowerCase(Locale.ROOT);
        }
        if (random.nextInt(100) < 30) {
            text = text.replaceFirst("[?.!]+$", "");
        }
        if (random.nextInt(100) < 6) {
            text = SMALL_WORD.matcher(text).replaceFirst(" ");
        }
        if (random.nextInt(100) < 8) {
            text = mistype(text);
        }
        return text.isBlank() ? question : text;
    }

    /** Swaps two neighbouring letters or drops one. */
    private String mistype(String text) {
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

    private String anyOf(List<String> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
