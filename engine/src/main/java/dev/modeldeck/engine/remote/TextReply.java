package dev.modeldeck.engine.remote;

import dev.modeldeck.engine.http.HttpReply;
import dev.modeldeck.engine.inference.ChunkListener;
import dev.modeldeck.engine.inference.InferenceResult;
import dev.modeldeck.engine.inference.InferenceResult.TextChoice;
import dev.modeldeck.engine.inference.TextChunk;
import dev.modeldeck.engine.inference.TextChunk.CallPiece;
import dev.modeldeck.engine.inference.TokenLogprob;
import dev.modeldeck.engine.inference.ToolCall;
import dev.modeldeck.engine.wire.openai.TextAnswers;
import dev.modeldeck.engine.wire.openai.TextRequest;
import dev.modeldeck.engine.wire.openai.TextStreamReader;

import java.util.List;

/** Reads written answers in OpenAI's words, as they come. */
public final class TextReply {

    private TextReply() {}

    /**
     * The whole answer; its pieces are passed on meanwhile.
     *
     * @throws dev.modeldeck.engine.kernel.EngineException also where the server tells that it
     *     ignored something of a strict caller, before any piece that comes with it or after
     */
    public static InferenceResult.Text read(
            TextRequest request, HttpReply reply, ChunkListener chunks) {
        if (!reply.isEventStream()) {
            InferenceResult.Text result =
                    TextAnswers.parse(request, RemoteCalls.json(reply.text()));
            request.extras().unheeded(result.notes().ignored());
            return whole(result, chunks);
        }
        TextStreamReader reader = new TextStreamReader(request);
        JsonStream.events(
                reply,
                event -> {
                    List<TextChunk> pieces = reader.event(event);
                    request.extras().unheeded(reader.notes().ignored());
                    pieces.forEach(chunks::onChunk);
                });
        return reader.result();
    }

    /** Some servers answer at once although a stream was asked for. */
    public static InferenceResult.Text whole(InferenceResult.Text result, ChunkListener chunks) {
        for (TextChoice choice : result.choices()) {
            List<TokenLogprob> logprobs = choice.logprobs() == null ? List.of() : choice.logprobs();
            if (!choice.thought().isEmpty()) {
                chunks.onChunk(TextChunk.thinking(choice.index(), choice.thought(), 0, List.of()));
            }
            chunks.onChunk(new TextChunk(choice.index(), choice.text(), logprobs.size(), logprobs));
            for (int i = 0; i < choice.calls().size(); i++) {
                ToolCall call = choice.calls().get(i);
                CallPiece piece = new CallPiece(i, call.id(), call.name(), call.arguments());
                chunks.onChunk(new TextChunk(choice.index(), "", 0, List.of(), piece));
            }
        }
        return result;
    }
}
