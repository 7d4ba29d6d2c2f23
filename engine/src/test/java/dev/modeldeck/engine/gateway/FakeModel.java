package dev.modeldeck.engine.gateway;

import dev.modeldeck.engine.inference.AnswerNotes;
import dev.modeldeck.engine.inference.Backend;
import dev.modeldeck.engine.inference.ChunkListener;
import dev.modeldeck.engine.inference.InferenceRequest;
import dev.modeldeck.engine.inference.InferenceResult;
import dev.modeldeck.engine.inference.InferenceResult.FinishReason;
import dev.modeldeck.engine.inference.InferenceResult.TextChoice;
import dev.modeldeck.engine.inference.Payload;
import dev.modeldeck.engine.inference.Tensor;
import dev.modeldeck.engine.inference.TextChunk;
import dev.modeldeck.engine.inference.TextChunk.CallPiece;
import dev.modeldeck.engine.inference.TextOptions;
import dev.modeldeck.engine.inference.TokenLogprob;
import dev.modeldeck.engine.inference.Tool;
import dev.modeldeck.engine.inference.ToolCall;
import dev.modeldeck.engine.inference.Truncation;
import dev.modeldeck.engine.inference.Usage;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;

/**
 * Says word by word what it was told; sums up rows of numbers. Some words make it behave otherwise:
 * {@code wait} (until interrupted), {@code overload}, {@code crash}, {@code break} (after a word).
 * With tools it calls each that it may, with the last message; of a long prompt it leaves three
 * tokens out if it may.
 */
final class FakeModel implements Backend {

    /** A permit for each call that began to wait. */
    final Semaphore waiting = new Semaphore(0);

    /** A permit for each waiting call that was cancelled. */
    final Semaphore cancelled = new Semaphore(0);

    @Override
    public InferenceResult answer(InferenceRequest request, ChunkListener chunks) {
        return switch (request.payload()) {
            case Payload.Chat chat when !chat.tools().callable().isEmpty() -> call(chat, chunks);
            case Payload.Chat chat ->
                    say(
                            List.of(chat.messages().getLast().content()),
                            chat.choices(),
                            chat.options(),
                            chunks);
            case Payload.Completion completion ->
                    say(
                            completion.prompts().stream().map(FakeModel::text).toList(),
                            completion.choices(),
                            completion.options(),
                            chunks);
            case Payload.Tensors tensors -> sum(tensors.inputs().getFirst());
            case Payload.Tabular tabular -> throw new IllegalStateException("rows come as tensors");
            case Payload.Embedding _, Payload.Classification _, Payload.Reranking _ ->
                    throw new IllegalStateException("reads no texts");
        };
    }

    @Override
    public void close() {}

    private InferenceResult.Text say(
            List<String> prompts, int choices, TextOptions options, ChunkListener chunks) {
        List<TextChoice> all = new ArrayList<>();
        int tokens = 0;
        for (String prompt : prompts) {
            for (int i = 0; i < choices; i++) {
                TextChoice choice = choice(all.size(), prompt, options, chunks);
                tokens += choice.text().split(" ").length;
                all.add(choice);
            }
        }
        int leftOut = options.truncation() instanceof Truncation.Refuse ? 0 : 3;
        return new InferenceResult.Text(
                all, new Usage(prompts.size(), tokens), new AnswerNotes(leftOut, List.of()));
    }

    private static InferenceResult.Text call(Payload.Chat chat, ChunkListener chunks) {
        List<CallPiece> pieces = new ArrayList<>();
        for (Tool tool : chat.tools().callable()) {
            int index = pieces.size() / 3;
            pieces.add(new CallPiece(index, "id" + index, tool.name(), ""));
            pieces.add(new CallPiece(index, "", "", "{\"said\": "));
            pieces.add(
                    new CallPiece(
                            index, "", "", "\"" + chat.messages().getLast().content() + "\"}"));
        }
        pieces.forEach(piece -> chunks.onChunk(new TextChunk(0, "", 1, List.of(), piece)));
        TextChoice choice =
                new TextChoice(0, "", FinishReason.TOOL_CALLS, null, ToolCall.joined(pieces));
        return new InferenceResult.Text(List.of(choice), new Usage(1, pieces.size()));
    }

    private TextChoice choice(int index, String prompt, TextOptions options, ChunkListener chunks) {
        StringBuilder text = new StringBuilder();
        List<TokenLogprob> logprobs = new ArrayList<>();
        FinishReason reason = FinishReason.STOP;
        for (String word : prompt.split("(?<= )")) {
            behave(word.strip(), text.isEmpty());
            if (options.maxTokens() != null && logprobs.size() == options.maxTokens()) {
                reason = FinishReason.LENGTH;
                break;
            }
            TokenLogprob token = new TokenLogprob(word, List.of(), -0.25, List.of());
            logprobs.add(token);
            text.append(word);
            boolean told = options.logprobs() != null;
            chunks.onChunk(new TextChunk(index, word, 1, told ? List.of(token) : List.of()));
        }
        return new TextChoice(
                index, text.toString(), reason, options.logprobs() == null ? null : logprobs);
    }

    private void behave(String word, boolean first) {
        switch (word) {
            case "wait" -> await();
            case "overload" ->
                    throw new EngineException(
                            new Problem.Overloaded("The queue is full.", Duration.ofSeconds(1)));
            case "crash" -> throw new IllegalStateException("a fault of ours");
            case "break" -> {
                if (!first) {
                    throw new EngineException(new Problem.Unavailable("The worker died."));
                }
            }
            default -> {}
        }
    }

    private void await() {
        try {
            waiting.release();
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            cancelled.release();
            throw EngineException.cancelled();
        }
    }

    private static InferenceResult.Tensors sum(Tensor input) {
        ByteBuffer in = ((Tensor.Data.Fixed) input.data()).bytes();
        int rows = input.shape().getFirst().intValue();
        int columns = (int) (input.elements() / rows);
        ByteBuffer out = ByteBuffer.allocate(rows * 4).order(ByteOrder.LITTLE_ENDIAN);
        for (int row = 0; row < rows; row++) {
            float sum = 0;
            for (int column = 0; column < columns; column++) {
                sum += in.getFloat((row * columns + column) * 4);
            }
            out.putFloat(sum);
        }
        return new InferenceResult.Tensors(
                List.of(
                        new Tensor(
                                "total",
                                Tensor.DataType.FP32,
                                List.of((long) rows),
                                new Tensor.Data.Fixed(out.flip()))));
    }

    private static String text(Payload.Prompt prompt) {
        return switch (prompt) {
            case Payload.Prompt.Text(String text) -> text;
            case Payload.Prompt.Pair pair -> throw new IllegalStateException("takes no pairs");
            case Payload.Prompt.Tokens(List<Integer> ids) -> ids.toString();
        };
    }
}
