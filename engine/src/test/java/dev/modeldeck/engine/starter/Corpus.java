package dev.modeldeck.engine.starter;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** All topics, the words that fill slots, and the phrasings by section. */
record Corpus(
        List<Topic> topics, Map<String, List<String>> slots, Map<String, List<String>> phrasings) {

    static final List<String> THEMES =
            List.of(
                    "greetings",
                    "itself",
                    "modeldeck",
                    "registry",
                    "endpoints",
                    "gateway",
                    "playground",
                    "serving",
                    "language-models",
                    "beyond");

    Corpus {
        topics = List.copyOf(topics);
    }

    static Corpus load() {
        List<Topic> topics = new ArrayList<>();
        Map<String, List<String>> slots = new LinkedHashMap<>();
        for (String theme : THEMES) {
            CorpusFile file = CorpusFile.parse(lines(theme));
            topics.addAll(file.topics());
            slots.putAll(file.slots());
        }
        return new Corpus(topics, slots, sections(lines("phrasing")));
    }

    List<String> phrasing(String section) {
        List<String> found = phrasings.get(section);
        if (found == null) {
            throw new IllegalArgumentException("phrasing.txt has no section [" + section + "].");
        }
        return found;
    }

    /** Everything the tokenizer is trained on: each distinct text once. */
    Stream<String> texts() {
        Stream<String> ofTopics =
                topics.stream()
                        .flatMap(topic ->
                                Stream.of(
                                                topic.names().stream(),
                                                topic.questions().stream(),
                                                Stream.of(topic.answer()),
                                                topic.followUps().values().stream().sorted())
                                        .flatMap(texts -> texts));
        Stream<String> ofSlots = slots.values().stream().flatMap(List::stream);
        return Stream.of(
                        ofTopics,
                        ofSlots,
                        phrasings.values().stream()
                                .flatMap(List::stream)
                                .flatMap(line -> Stream.of(line.split(" \\| "))))
                .flatMap(texts -> texts);
    }

    private static Map<String, List<String>> sections(List<String> lines) {
        Map<String, List<String>> sections = new LinkedHashMap<>();
        List<String> current = new ArrayList<>();
        for (String line : lines) {
            if (line.startsWith("[") && line.endsWith("]")) {
                current = new ArrayList<>();
                sections.put(line.substring(1, line.length() - 1), current);
            } else {
                current.add(line);
            }
        }
        return sections;
    }

    /** The lines of a theme's file without blanks and comments. */
    static List<String> lines(String theme) {
        try (InputStream in = Corpus.class.getResourceAsStream(theme + ".txt")) {
            if (in == null) {
                throw new IllegalStateException("The corpus file " + theme + ".txt is missing.");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("//"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
