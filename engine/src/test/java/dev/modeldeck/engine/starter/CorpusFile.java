package dev.modeldeck.engine.starter;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The notation of the corpus, a line a thing: {@code # id} opens a topic, then {@code weight:},
 * {@code about:} (names apart by |), {@code ?} question, {@code !} held-out question, {@code =}
 * answer, {@code more:}, {@code why:}, {@code example:}. {@code slot name: a | b} stands alone.
 */
record CorpusFile(List<Topic> topics, Map<String, List<String>> slots) {

    static CorpusFile parse(List<String> lines) {
        List<Topic> topics = new ArrayList<>();
        Map<String, List<String>> slots = new LinkedHashMap<>();
        List<String> block = new ArrayList<>();
        for (String line : lines) {
            if (line.startsWith("slot ")) {
                int colon = line.indexOf(':');
                slots.put(line.substring(5, colon), words(line.substring(colon + 1)));
                continue;
            }
            if (line.startsWith("# ") && !block.isEmpty()) {
                topics.add(topic(block));
                block.clear();
            }
            block.add(line);
        }
        topics.add(topic(block));
        return new CorpusFile(topics, slots);
    }

    private static Topic topic(List<String> block) {
        String id = block.getFirst().substring(2);
        int weight = 1;
        String answer = "";
        List<String> names = List.of();
        List<String> questions = new ArrayList<>();
        List<String> heldOut = new ArrayList<>();
        Map<String, String> followUps = new LinkedHashMap<>();
        for (String line : block.subList(1, block.size())) {
            int space = line.indexOf(' ');
            String rest = line.substring(space + 1).strip();
            switch (line.substring(0, Math.max(space, 0))) {
                case "?" -> questions.add(rest);
                case "!" -> heldOut.add(rest);
                case "=" -> answer = rest;
                case "about:" -> names = words(rest);
                case "weight:" -> weight = Integer.parseInt(rest);
                case "more:" -> followUps.put("more", rest);
                case "why:" -> followUps.put("why", rest);
                case "example:" -> followUps.put("example", rest);
                default ->
                        throw new IllegalArgumentException(
                                "Topic " + id + " has a line of no known kind: " + line);
            }
        }
        return new Topic(id, weight, names, questions, heldOut, answer, followUps);
    }

    private static List<String> words(String text) {
        return List.of(text.strip().split("\\s*\\|\\s*"));
    }
}
