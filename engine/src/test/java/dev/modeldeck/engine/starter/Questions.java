package dev.modeldeck.engine.starter;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Puts a topic's question in one of the many ways in which people write. */
final class Questions {

    private static final Pattern SLOT = Pattern.compile("\\{(\\w+)}");

    private final Corpus corpus;
    private final Random random;
    private final Rewording rewording;
    private final Set<String> keptBack;

    Questions(Corpus corpus, Random random) {
        this.corpus = corpus;
        this.random = random;
        this.rewording = new Rewording(corpus.phrasing("instead"), random);
        this.keptBack =
                corpus.topics().stream()
                        .flatMap(topic -> topic.heldOut().stream())
                        .map(Questions::plain)
                        .collect(Collectors.toSet());
    }

    /** A question for training, varied; never one of those held out. */
    String draw(Topic topic) {
        while (true) {
            boolean define = !topic.names().isEmpty() && random.nextInt(100) < 40;
            String question = define ? defining(topic) : fill(anyOf(topic.questions()));
            if (random.nextInt(100) < 35) {
                question = rewording.begin(question);
            }
            if (random.nextInt(100) < 20) {
                question = wrap(question);
            }
            question = careless(question);
            if (!keptBack.contains(plain(question))) {
                return question;
            }
        }
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

    /** A question without case and the signs at its end. */
    static String plain(String question) {
        return question.toLowerCase(Locale.ROOT).replaceFirst("(?<=\\w)[?.!]+$", "");
    }

    private String defining(Topic topic) {
        String name = anyOf(topic.names());
        if (random.nextInt(100) < 25) {
            name = name.replaceFirst("^(a|an|the) ", "");
        }
        String text = anyOf(corpus.phrasing("about")).replace("{t}", name);
        return Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }

    private String wrap(String question) {
        String frame = anyOf(corpus.phrasing("wrap"));
        boolean lower =
                !frame.startsWith("{q}")
                        && question.length() > 1
                        && Character.isLowerCase(question.charAt(1));
        String first = question.substring(0, 1);
        String text = (lower ? first.toLowerCase(Locale.ROOT) : first) + question.substring(1);
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
        if (random.nextInt(100) < 10) {
            text = rewording.thin(text);
        }
        if (random.nextInt(100) < 8) {
            text = rewording.mistype(text);
        }
        return text.isBlank() ? question : text;
    }

    private String anyOf(List<String> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
