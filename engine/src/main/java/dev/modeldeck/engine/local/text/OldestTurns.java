package dev.modeldeck.engine.local.text;

import dev.modeldeck.engine.inference.ChatMessage;
import dev.modeldeck.engine.local.tokens.TextTokenizer;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * A conversation without its oldest turns, as many as must go; without the beginning of the last
 * question if that alone is too long. What the system said stays, and so does the template's form.
 */
final class OldestTurns {

    private final TextTokenizer tokenizer;
    private final Function<List<ChatMessage>, int[]> encoding;
    private final int most;

    /**
     * @param encoding of a conversation by the chat template
     * @param most tokens that there may be
     */
    OldestTurns(TextTokenizer tokenizer, Function<List<ChatMessage>, int[]> encoding, int most) {
        this.tokenizer = tokenizer;
        this.encoding = encoding;
        this.most = most;
    }

    /** The tokens of what fits, or of the least there can be where not even that does. */
    int[] without(List<ChatMessage> messages) {
        int begin = 0;
        while (begin < messages.size() && messages.get(begin).role().equals("system")) {
            begin++;
        }
        List<ChatMessage> system = messages.subList(0, begin);
        List<Integer> starts = starts(messages, begin);
        int low = 0;
        int high = starts.size() - 1;
        while (low < high) {
            int middle = (low + high) / 2;
            if (fits(encoded(system, messages, starts.get(middle)))) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        int[] ids = encoded(system, messages, starts.get(low));
        return fits(ids) ? ids : shortened(system, messages, starts.get(low), ids);
    }

    private boolean fits(int[] ids) {
        return ids.length <= most;
    }

    /** A turn is a question with all that came of it, so that calls keep their results. */
    private static List<Integer> starts(List<ChatMessage> messages, int begin) {
        List<Integer> starts = new ArrayList<>(List.of(begin));
        for (int i = begin + 1; i < messages.size(); i++) {
            if (messages.get(i).role().equals("user")) {
                starts.add(i);
            }
        }
        return starts;
    }

    private int[] encoded(List<ChatMessage> system, List<ChatMessage> messages, int from) {
        List<ChatMessage> kept = new ArrayList<>(system);
        kept.addAll(messages.subList(from, messages.size()));
        return encoding.apply(kept);
    }

    private int[] shortened(
            List<ChatMessage> system, List<ChatMessage> messages, int question, int[] tooLong) {
        if (question == messages.size()) {
            return tooLong;
        }
        List<ChatMessage> rest = new ArrayList<>(messages);
        int[] words = tokenizer.encode(messages.get(question).content(), false);
        int[] ids = tooLong;
        int cut = 0;
        while (!fits(ids)) {
            cut += ids.length - most;
            if (cut >= words.length) {
                return ids;
            }
            String end = wholeFrom(tokenizer.decode(words, cut, words.length));
            rest.set(question, new ChatMessage(messages.get(question).role(), end));
            ids = encoded(system, rest, question);
        }
        return ids;
    }

    /** A cut within a character leaves replacement characters in front. */
    private static String wholeFrom(String text) {
        int begin = 0;
        while (begin < text.length() && text.charAt(begin) == '\uFFFD') {
            begin++;
        }
        return text.substring(begin);
    }
}
