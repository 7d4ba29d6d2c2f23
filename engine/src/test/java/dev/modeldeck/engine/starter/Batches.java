package dev.modeldeck.engine.starter;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Random;

/**
 * An endless supply of batches of about the same number of tokens. Dialogues of like length go
 * together, so little is padding; the batches of a pool come in random order.
 */
final class Batches {

    private static final int TOKENS = 1280;
    private static final int POOL = 32;

    /** Rows of equal length; padded with token 0, which is never a target. */
    record Batch(long[] tokens, long[] targets, int rows) {}

    private final Dialogues dialogues;
    private final ChatText text;
    private final int longest;
    private final Random random;
    private final Deque<Batch> ready = new ArrayDeque<>();

    Batches(Dialogues dialogues, ChatText text, int longest, Random random) {
        this.dialogues = dialogues;
        this.text = text;
        this.longest = longest;
        this.random = random;
    }

    Batch next() {
        if (ready.isEmpty()) {
            refill();
        }
        return ready.pop();
    }

    private void refill() {
        List<ChatText.Sequence> pool = new ArrayList<>();
        for (int tokens = 0; tokens < TOKENS * POOL; ) {
            ChatText.Sequence sequence = text.sequence(dialogues.draw());
            if (sequence.length() <= longest) {
                pool.add(sequence);
                tokens += sequence.length();
            }
        }
        pool.sort(Comparator.comparingInt(ChatText.Sequence::length));
        List<Batch> batches = new ArrayList<>();
        List<ChatText.Sequence> rows = new ArrayList<>();
        for (ChatText.Sequence sequence : pool) {
            if (!rows.isEmpty() && (rows.size() + 1) * sequence.length() > TOKENS) {
                batches.add(batch(rows));
                rows.clear();
            }
            rows.add(sequence);
        }
        batches.add(batch(rows));
        Collections.shuffle(batches, random);
        ready.addAll(batches);
    }

    static Batch batch(List<ChatText.Sequence> rows) {
        int length = rows.stream().mapToInt(ChatText.Sequence::length).max().orElseThrow();
        long[] tokens = new long[rows.size() * length];
        long[] targets = new long[tokens.length];
        Arrays.fill(targets, ChatText.IGNORED);
        for (int row = 0; row < rows.size(); row++) {
            ChatText.Sequence sequence = rows.get(row);
            System.arraycopy(sequence.tokens(), 0, tokens, row * length, sequence.length());
            System.arraycopy(sequence.targets(), 0, targets, row * length, sequence.length());
        }
        return new Batch(tokens, targets, rows.size());
    }
}
