package dev.modeldeck.engine.starter;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.LongStream;

/** Dialogues as tokens, laid out as the chat template does, and tokens as text. */
final class ChatText implements AutoCloseable {

    /** Marks a position whose token is not learnt. */
    static final long IGNORED = -100;

    private static final int BEGINNING = 14;
    private static final int END = TokenizerFiles.SPECIAL.indexOf(TokenizerFiles.END);

    /** Tokens and, for each, the token that is to follow it, or {@link #IGNORED}. */
    record Sequence(long[] tokens, long[] targets) {
        int length() {
            return tokens.length;
        }

        /** Cut off after the first learnt tokens. */
        Sequence beginning() {
            int first = 0;
            while (targets[first] == IGNORED) {
                first++;
            }
            int end = Math.min(first + BEGINNING, tokens.length);
            return new Sequence(Arrays.copyOf(tokens, end), Arrays.copyOf(targets, end));
        }
    }

    private final HuggingFaceTokenizer tokenizer;

    ChatText(Path tokenizerFile) throws IOException {
        tokenizer =
                HuggingFaceTokenizer.newInstance(
                        tokenizerFile, Map.of("addSpecialTokens", "false"));
    }

    /** A dialogue to learn: only answers and the marks at their ends are targets. */
    Sequence sequence(Dialogue dialogue) {
        Layout layout = new Layout();
        if (!dialogue.system().isEmpty()) {
            layout.given(message("system", dialogue.system()));
        }
        for (Dialogue.Turn turn : dialogue.turns()) {
            if (!turn.question().isEmpty()) {
                layout.given(message("user", turn.question()) + "<|im_start|>assistant\n");
            }
            layout.learnt(turn.answer() + TokenizerFiles.END);
            layout.given("\n");
        }
        return dialogue.beginningOnly() ? layout.sequence().beginning() : layout.sequence();
    }

    /** What the model reads before it answers. */
    long[] prompt(String question) {
        return encode(message("user", question) + "<|im_start|>assistant\n");
    }

    String text(long[] tokens) {
        return tokenizer.decode(tokens, true);
    }

    boolean ends(long token) {
        return token == END;
    }

    private static String message(String role, String content) {
        return "<|im_start|>" + role + "\n" + content + "<|im_end|>\n";
    }

    private long[] encode(String text) {
        return tokenizer.encode(text, false, false).getIds();
    }

    @Override
    public void close() {
        tokenizer.close();
    }

    private final class Layout {
        private long[] tokens = {};
        private long[] learnt = {};

        void given(String text) {
            append(encode(text), false);
        }

        void learnt(String text) {
            append(encode(text), true);
        }

        private void append(long[] ids, boolean learn) {
            tokens = LongStream.concat(LongStream.of(tokens), LongStream.of(ids)).toArray();
            LongStream marks = LongStream.of(ids).map(id -> learn ? id : IGNORED);
            learnt = LongStream.concat(LongStream.of(learnt), marks).toArray();
        }

        /** Shifts by one: the target of a position is the token after it. */
        Sequence sequence() {
            int length = tokens.length - 1;
            return new Sequence(
                    Arrays.copyOf(tokens, length), Arrays.copyOfRange(learnt, 1, length + 1));
        }
    }
}
