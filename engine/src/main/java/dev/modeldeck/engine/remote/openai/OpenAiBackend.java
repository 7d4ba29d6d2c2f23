package dev.modeldeck.engine.remote.openai;

import dev.modeldeck.engine.http.HttpCalls;
import dev.modeldeck.engine.http.HttpReply;
import dev.modeldeck.engine.inference.Backend;
import dev.modeldeck.engine.inference.ChunkListener;
import dev.modeldeck.engine.inference.InferenceRequest;
import dev.modeldeck.engine.inference.InferenceResult;
import dev.modeldeck.engine.inference.Payload;
import dev.modeldeck.engine.inference.TextOptions;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.kernel.RequestId;
import dev.modeldeck.engine.remote.JsonStream;
import dev.modeldeck.engine.remote.RemoteCalls;
import dev.modeldeck.engine.remote.RemoteModel;
import dev.modeldeck.engine.remote.TextReply;
import dev.modeldeck.engine.wire.openai.Accepts;
import dev.modeldeck.engine.wire.openai.ChatRequest;
import dev.modeldeck.engine.wire.openai.ClassificationRequest;
import dev.modeldeck.engine.wire.openai.CompletionRequest;
import dev.modeldeck.engine.wire.openai.EmbeddingRequest;
import dev.modeldeck.engine.wire.openai.EncoderRequest;
import dev.modeldeck.engine.wire.openai.RerankRequest;
import dev.modeldeck.engine.wire.openai.ResponsesReader;
import dev.modeldeck.engine.wire.openai.ResponsesRequest;
import dev.modeldeck.engine.wire.openai.TextRequest;

import tools.jackson.databind.node.ObjectNode;

import java.net.URI;
import java.util.List;
import java.util.function.Function;

/**
 * A model of texts behind OpenAI's protocol. Written answers are always streamed from the server,
 * also where the caller wants the whole, so that cancelling takes effect at the next token.
 */
public final class OpenAiBackend implements Backend {

    private final RemoteModel model;
    private final Speech speech;
    private final RemoteCalls calls;
    private final Learned learned = new Learned();

    /**
     * One of our own workers, or a server that speaks as they do.
     *
     * @param http shared; stays open when this is closed
     */
    public OpenAiBackend(HttpCalls http, RemoteModel model) {
        this(
                http,
                model,
                // Not every server knows the usage in each chunk; our workers do.
                model.worker() ? Speech.own() : Speech.of(Accepts.everything()).perhapsOurs());
    }

    /**
     * @param http shared; stays open when this is closed
     */
    public OpenAiBackend(HttpCalls http, RemoteModel model, Speech speech) {
        this.model = model;
        this.speech = speech;
        this.calls = new RemoteCalls(http, model);
    }

    @Override
    public InferenceResult answer(InferenceRequest request, ChunkListener chunks) {
        String name = model.name();
        RequestId id = request.id();
        return switch (request.payload()) {
            case Payload.Chat chat ->
                    speech.responses()
                            ? respond(id, new ResponsesRequest(name, chat), chunks)
                            : write(
                                    id,
                                    new ChatRequest(name, chat, speech.streaming()),
                                    chat.options(),
                                    chunks);
            case Payload.Completion completion ->
                    write(
                            id,
                            new CompletionRequest(name, completion, speech.streaming()),
                            completion.options(),
                            chunks);
            // Bytes: shorter, and sooner read than numbers as text.
            case Payload.Embedding embedding ->
                    judge(id, new EmbeddingRequest(name, embedding, true), chunks);
            case Payload.Classification classification ->
                    judge(id, new ClassificationRequest(name, classification), chunks);
            case Payload.Reranking reranking ->
                    judge(id, new RerankRequest(name, reranking, 0, false), chunks);
            case Payload.Tabular tabular -> throw unsupported("tables");
            case Payload.Tensors tensors -> throw unsupported("tensors");
        };
    }

    private InferenceResult write(
            RequestId id, TextRequest text, TextOptions options, ChunkListener chunks) {
        String path =
                switch (text) {
                    case ChatRequest chat -> "/chat/completions";
                    case CompletionRequest completion -> "/completions";
                };
        ObjectNode body = text.json();
        List<String> ignored = options.extras().unheeded(speech.accepts().fit(body));
        if (speech.ours()) {
            text.strictly(body);
        }
        return post(id, model.at(path), body, chunks, reply -> TextReply.read(text, reply, chunks))
                .ignoring(ignored);
    }

    private InferenceResult respond(RequestId id, ResponsesRequest chat, ChunkListener chunks) {
        List<String> ignored = chat.payload().options().extras().unheeded(chat.ignored());
        ResponsesReader reader = new ResponsesReader();
        return post(
                        id,
                        model.at("/responses"),
                        chat.json(),
                        chunks,
                        reply -> {
                            if (!reply.isEventStream()) {
                                return TextReply.whole(
                                        ResponsesReader.whole(RemoteCalls.json(reply.text())),
                                        chunks);
                            }
                            JsonStream.events(
                                    reply, event -> reader.event(event).forEach(chunks::onChunk));
                            return reader.result();
                        })
                .ignoring(ignored);
    }

    private InferenceResult judge(RequestId id, EncoderRequest texts, ChunkListener hearing) {
        URI address =
                switch (texts) {
                    case EmbeddingRequest embedding -> model.at("/embeddings");
                    case RerankRequest rerank -> model.at("/rerank");
                    // vLLM has it beside OpenAI's protocol, not within.
                    case ClassificationRequest classification -> model.beside("classify");
                };
        ObjectNode body = texts.json();
        List<String> unknown = speech.accepts().fit(body);
        if (!unknown.isEmpty()) {
            // Numbers say nothing of how they came about: there is no place to note it.
            throw new EngineException(
                    new Problem.Unsupported(
                            "The server of this model does not honour \"%s\". Leave it out."
                                    .formatted(String.join("\", \"", unknown))));
        }
        return post(
                id, address, body, hearing, reply -> texts.read(RemoteCalls.json(reply.text())));
    }

    /** Once more where the server wants to be asked otherwise. */
    private <T> T post(
            RequestId id,
            URI address,
            ObjectNode body,
            ChunkListener chunks,
            Function<HttpReply, T> reader) {
        while (true) {
            learned.fit(body);
            try {
                return calls.post(id, address, body, chunks, reader);
            } catch (EngineException e) {
                if (!learned.from(e.problem(), body)) {
                    throw e;
                }
            }
        }
    }

    @Override
    public void close() {}

    private static EngineException unsupported(String what) {
        return new EngineException(
                new Problem.Unsupported("This model takes texts, not " + what + "."));
    }
}
