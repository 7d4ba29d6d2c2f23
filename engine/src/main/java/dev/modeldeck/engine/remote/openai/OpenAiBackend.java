package dev.modeldeck.engine.remote.openai;

import dev.modeldeck.engine.http.HttpCalls;
import dev.modeldeck.engine.http.HttpReply;
import dev.modeldeck.engine.http.ServerSentEvents;
import dev.modeldeck.engine.inference.Backend;
import dev.modeldeck.engine.inference.ChunkListener;
import dev.modeldeck.engine.inference.InferenceRequest;
import dev.modeldeck.engine.inference.InferenceResult;
import dev.modeldeck.engine.inference.InferenceResult.TextChoice;
import dev.modeldeck.engine.inference.Payload;
import dev.modeldeck.engine.inference.TextChunk;
import dev.modeldeck.engine.inference.TextChunk.CallPiece;
import dev.modeldeck.engine.inference.TokenLogprob;
import dev.modeldeck.engine.inference.ToolCall;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.kernel.RequestId;
import dev.modeldeck.engine.remote.RemoteCalls;
import dev.modeldeck.engine.remote.RemoteModel;
import dev.modeldeck.engine.wire.openai.ChatRequest;
import dev.modeldeck.engine.wire.openai.ClassificationRequest;
import dev.modeldeck.engine.wire.openai.CompletionRequest;
import dev.modeldeck.engine.wire.openai.EmbeddingRequest;
import dev.modeldeck.engine.wire.openai.EncoderRequest;
import dev.modeldeck.engine.wire.openai.RerankRequest;
import dev.modeldeck.engine.wire.openai.Streaming;
import dev.modeldeck.engine.wire.openai.TextAnswers;
import dev.modeldeck.engine.wire.openai.TextRequest;
import dev.modeldeck.engine.wire.openai.TextStreamReader;

import java.net.URI;
import java.util.List;

/**
 * A model of texts behind OpenAI's protocol. Written answers are always streamed from the server,
 * also where the caller wants the whole, so that cancelling takes effect at the next token.
 */
public final class OpenAiBackend implements Backend {

    private static final String END = "[DONE]";

    private final RemoteModel model;
    private final RemoteCalls calls;

    /**
     * @param http shared; stays open when this is closed
     */
    public OpenAiBackend(HttpCalls http, RemoteModel model) {
        this.model = model;
        this.calls = new RemoteCalls(http, model);
    }

    @Override
    public InferenceResult answer(InferenceRequest request, ChunkListener chunks) {
        String name = model.name();
        // Not every server knows the usage in each chunk; our workers do.
        Streaming streaming = model.worker() ? Streaming.COUNTED : new Streaming(true, true, false);
        return switch (request.payload()) {
            case Payload.Chat chat ->
                    write(request.id(), new ChatRequest(name, chat, streaming), chunks);
            case Payload.Completion completion ->
                    write(request.id(), new CompletionRequest(name, completion, streaming), chunks);
            // Bytes: shorter, and sooner read than numbers as text.
            case Payload.Embedding embedding ->
                    judge(request.id(), new EmbeddingRequest(name, embedding, true), chunks);
            case Payload.Classification classification ->
                    judge(request.id(), new ClassificationRequest(name, classification), chunks);
            case Payload.Reranking reranking ->
                    judge(request.id(), new RerankRequest(name, reranking, 0, false), chunks);
            case Payload.Tabular tabular -> throw unsupported("tables");
            case Payload.Tensors tensors -> throw unsupported("tensors");
        };
    }

    private InferenceResult write(RequestId id, TextRequest text, ChunkListener chunks) {
        String path =
                switch (text) {
                    case ChatRequest chat -> "/chat/completions";
                    case CompletionRequest completion -> "/completions";
                };
        return calls.post(
                id, model.at(path), text.json(), chunks, reply -> read(text, reply, chunks));
    }

    private InferenceResult judge(RequestId id, EncoderRequest texts, ChunkListener hearing) {
        URI address =
                switch (texts) {
                    case EmbeddingRequest embedding -> model.at("/embeddings");
                    case RerankRequest rerank -> model.at("/rerank");
                    // vLLM has it beside OpenAI's protocol, not within.
                    case ClassificationRequest classification -> model.beside("classify");
                };
        return calls.post(
                id,
                address,
                texts.json(),
                hearing,
                reply -> texts.read(RemoteCalls.json(reply.text())));
    }

    @Override
    public void close() {}

    private static InferenceResult.Text read(
            TextRequest request, HttpReply reply, ChunkListener chunks) {
        if (!reply.isEventStream()) {
            return whole(request, reply, chunks);
        }
        TextStreamReader reader = new TextStreamReader(request);
        ServerSentEvents events = reply.events();
        for (String data = events.next(); data != null; data = events.next()) {
            if (data.strip().equals(END)) {
                return reader.result();
            }
            reader.event(RemoteCalls.json(data)).forEach(chunks::onChunk);
        }
        return reader.result();
    }

    /** Some servers answer at once although a stream was asked for. */
    private static InferenceResult.Text whole(
            TextRequest request, HttpReply reply, ChunkListener chunks) {
        InferenceResult.Text result = TextAnswers.parse(request, RemoteCalls.json(reply.text()));
        for (TextChoice choice : result.choices()) {
            List<TokenLogprob> logprobs = choice.logprobs() == null ? List.of() : choice.logprobs();
            chunks.onChunk(new TextChunk(choice.index(), choice.text(), logprobs.size(), logprobs));
            for (int i = 0; i < choice.calls().size(); i++) {
                ToolCall call = choice.calls().get(i);
                CallPiece piece = new CallPiece(i, call.id(), call.name(), call.arguments());
                chunks.onChunk(new TextChunk(choice.index(), "", 0, List.of(), piece));
            }
        }
        return result;
    }

    private static EngineException unsupported(String what) {
        return new EngineException(
                new Problem.Unsupported("This model takes texts, not " + what + "."));
    }
}
