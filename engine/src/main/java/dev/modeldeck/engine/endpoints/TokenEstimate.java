package dev.modeldeck.engine.endpoints;

import dev.modeldeck.engine.inference.InferenceResult;
import dev.modeldeck.engine.inference.Payload;
import dev.modeldeck.engine.inference.Usage;

import java.util.stream.Stream;

/**
 * Tokens of a call whose server does not count them: {@code (characters + 1) / 4}, as Databricks
 * estimates them, and of a streamed answer its pieces, as nearly all servers send a token a piece.
 */
final class TokenEstimate {

    private TokenEstimate() {}

    static Usage of(Payload asked, InferenceResult.Text text, int pieces) {
        return new Usage(tokens(characters(asked)), pieces > 1 ? pieces : tokens(characters(text)));
    }

    private static int tokens(int characters) {
        return (characters + 1) / 4;
    }

    private static int characters(InferenceResult.Text text) {
        return text.choices().stream()
                .mapToInt(choice -> choice.text().length() + choice.thought().length())
                .sum();
    }

    private static int characters(Payload asked) {
        Stream<String> texts =
                switch (asked) {
                    case Payload.Chat chat ->
                            chat.messages().stream().map(message -> message.content());
                    case Payload.Completion completion ->
                            completion.prompts().stream().map(TokenEstimate::text);
                    case Payload.Embedding _,
                            Payload.Classification _,
                            Payload.Reranking _,
                            Payload.Tabular _,
                            Payload.Tensors _ ->
                            Stream.empty();
                };
        return texts.mapToInt(String::length).sum();
    }

    private static String text(Payload.Prompt prompt) {
        return switch (prompt) {
            case Payload.Prompt.Text(String text) -> text;
            case Payload.Prompt.Pair(String first, String second) -> first + second;
            case Payload.Prompt.Tokens(var ids) -> "four".repeat(ids.size());
        };
    }
}
