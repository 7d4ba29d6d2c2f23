package dev.modeldeck.engine.local.encoder;

import dev.modeldeck.engine.inference.EmbeddingOptions;
import dev.modeldeck.engine.inference.Payload.Prompt;
import dev.modeldeck.engine.inference.ReadingOptions;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.local.tokens.TextTokenizer;
import dev.modeldeck.engine.local.tokens.Tokens;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Turns what is asked into rows for the encoder, and refuses what it cannot take before anything is
 * computed.
 */
final class TextReader {

    /** A text with its place in the request: {@code input[3]}. */
    private record Placed(String field, String place) {
        static Placed of(String field, int index, int count) {
            return new Placed(field, count == 1 ? field : field + "[" + index + "]");
        }
    }

    private final EncoderPlan plan;
    private final TextTokenizer tokenizer;

    TextReader(EncoderPlan plan, TextTokenizer tokenizer) {
        this.plan = plan;
        this.tokenizer = tokenizer;
    }

    /** Texts to be turned into vectors. */
    List<Row> rows(List<Prompt> inputs, EmbeddingOptions options) {
        String prompt = prompt(inputs, options.promptName());
        int skip = plan.head().withPrompt() || prompt.isEmpty() ? 0 : promptTokens(prompt);
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            Placed at = Placed.of("input", i, inputs.size());
            rows.add(
                    switch (inputs.get(i)) {
                        case Prompt.Text(String text) -> {
                            Prompt led = new Prompt.Text(prompt + text);
                            Tokens tokens = tokens(led, at, options.reading());
                            yield row(tokens, Math.min(skip, tokens.length() - 1));
                        }
                        case Prompt.Pair _, Prompt.Tokens _ ->
                                row(tokens(inputs.get(i), at, options.reading()), 0);
                    });
        }
        return rows;
    }

    /** Texts to be classified. */
    List<Row> rows(List<Prompt> inputs, ReadingOptions options) {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            rows.add(row(tokens(inputs.get(i), Placed.of("input", i, inputs.size()), options), 0));
        }
        return rows;
    }

    /** The query with each of the documents. */
    List<Row> rows(String query, List<String> documents, ReadingOptions options) {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < documents.size(); i++) {
            Prompt pair = new Prompt.Pair(query, documents.get(i));
            Placed at = new Placed("documents", "documents[" + i + "] with the query");
            rows.add(row(tokens(pair, at, options), 0));
        }
        return rows;
    }

    private static Row row(Tokens tokens, int skip) {
        return new Row(tokens.ids(), tokens.kinds(), skip);
    }

    /** What is put before each text. */
    private String prompt(List<Prompt> inputs, @Nullable String wanted) {
        Reading reading = plan.reading();
        if (wanted == null) {
            return reading.prompts().getOrDefault(reading.defaultPrompt(), "");
        }
        String prompt = reading.prompts().get(wanted);
        if (prompt == null) {
            throw invalid(
                    reading.prompts().isEmpty()
                            ? "This model has no prompts. Leave \"prompt_name\" out."
                            : "This model has no prompt \"%s\". It has: %s."
                                    .formatted(
                                            wanted,
                                            reading.prompts().keySet().stream()
                                                    .sorted()
                                                    .collect(Collectors.joining(", "))),
                    "prompt_name");
        }
        if (inputs.stream().anyMatch(input -> input instanceof Prompt.Tokens)) {
            throw invalid(
                    "A prompt can be put before texts, not before token ids. Send texts, or leave \"prompt_name\" out.",
                    "prompt_name");
        }
        return prompt;
    }

    /** Tokens of a prompt, without the one that ends every text. */
    private int promptTokens(String prompt) {
        Tokens tokens = tokenizer.tokens(cased(prompt));
        boolean ended = tokens.length() > 0 && tokens.texts()[tokens.length() - 1] < 0;
        return tokens.length() - (ended ? 1 : 0);
    }

    private Tokens tokens(Prompt input, Placed at, ReadingOptions options) {
        int longest = plan.reading().longest();
        Tokens tokens =
                switch (input) {
                    case Prompt.Text(String text) -> {
                        requireShort(text, at, options);
                        yield tokenizer.tokens(cased(text));
                    }
                    case Prompt.Pair(String first, String second) -> {
                        requireShort(first + second, at, options);
                        yield tokenizer.tokens(cased(first), cased(second));
                    }
                    case Prompt.Tokens(List<Integer> ids) ->
                            Tokens.of(ids.stream().mapToInt(id -> known(id, at)).toArray());
                };
        Integer most = options.truncateTo();
        Tokens kept = most == null ? tokens : tokens.cut(Math.min(most, longest));
        if (kept.length() > longest) {
            throw tooLong(at, "", kept.length());
        }
        if (kept.length() == 0) {
            throw invalid("%s is empty. Write something.".formatted(at.place()), at.field());
        }
        return kept;
    }

    /** Counting the tokens of megabytes takes seconds; what is far too long is told at once. */
    private void requireShort(String text, Placed at, ReadingOptions options) {
        int longest = plan.reading().longest();
        int least =
                options.truncateTo() != null || text.length() < longest
                        ? 0
                        : tokenizer.atLeast(text);
        if (least > longest) {
            throw tooLong(at, "at least ", least);
        }
    }

    private EngineException tooLong(Placed at, String least, int count) {
        int longest = plan.reading().longest();
        return invalid(
                "%1$s has %2$s%3$d tokens, and this model reads at most %4$d: it is %2$s%5$d too long. Shorten it, or ask for its end to be cut off with \"truncate_prompt_tokens\": -1."
                        .formatted(at.place(), least, count, longest, count - longest),
                at.field());
    }

    private int known(int id, Placed at) {
        if (id < 0 || id >= plan.shape().vocabulary()) {
            throw invalid(
                    "%s has the token id %d; this model knows ids from 0 to %d."
                            .formatted(at.place(), id, plan.shape().vocabulary() - 1),
                    at.field());
        }
        return id;
    }

    private String cased(String text) {
        return plan.reading().lowerCase() ? text.toLowerCase(Locale.ROOT) : text;
    }

    private static EngineException invalid(String message, String field) {
        return new EngineException(new Problem.Invalid(message, field));
    }
}
