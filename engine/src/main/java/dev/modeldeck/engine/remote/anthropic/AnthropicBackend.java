package dev.modeldeck.engine.remote.anthropic;

import dev.modeldeck.engine.http.HttpCalls;
import dev.modeldeck.engine.http.HttpReply;
import dev.modeldeck.engine.inference.AnswerNotes;
import dev.modeldeck.engine.inference.Backend;
import dev.modeldeck.engine.inference.ChunkListener;
import dev.modeldeck.engine.inference.InferenceRequest;
import dev.modeldeck.engine.inference.InferenceResult;
import dev.modeldeck.engine.inference.Payload;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.kernel.RequestId;
import dev.modeldeck.engine.remote.JsonStream;
import dev.modeldeck.engine.remote.RemoteCalls;
import dev.modeldeck.engine.remote.RemoteModel;
import dev.modeldeck.engine.wire.anthropic.MessagesReader;
import dev.modeldeck.engine.wire.anthropic.MessagesRequest;

import java.util.List;

/** A model behind Anthropic's Messages. */
final class AnthropicBackend implements Backend {

    private final RemoteModel model;
    private final int maxTokens;
    private final RemoteCalls calls;

    /**
     * @param maxTokens for chats that do not say how much they want
     */
    AnthropicBackend(HttpCalls http, RemoteModel model, int maxTokens) {
        this.model = model;
        this.maxTokens = maxTokens;
        this.calls = new RemoteCalls(http, model);
    }

    @Override
    public InferenceResult answer(InferenceRequest request, ChunkListener chunks) {
        return switch (request.payload()) {
            case Payload.Chat chat ->
                    chat(request.id(), new MessagesRequest(model.name(), chat, maxTokens), chunks);
            case Payload.Completion _ -> throw unsupported("continue no texts");
            case Payload.Embedding _ -> throw unsupported("make no vectors");
            case Payload.Classification _ -> throw unsupported("tell no classes");
            case Payload.Reranking _ -> throw unsupported("rank no documents");
            case Payload.Tabular _ -> throw unsupported("take no tables");
            case Payload.Tensors _ -> throw unsupported("take no tensors");
        };
    }

    private InferenceResult chat(RequestId id, MessagesRequest chat, ChunkListener chunks) {
        List<String> ignored = chat.payload().options().extras().unheeded(chat.ignored());
        AnswerNotes notes = AnswerNotes.NONE.ignoring(ignored).assuming(chat.assumed());
        return calls.post(
                id,
                model.at("/messages"),
                chat.json(),
                chunks,
                reply -> {
                    MessagesReader reader = new MessagesReader(notes);
                    read(reply, reader, chunks);
                    return reader.result();
                });
    }

    private static void read(HttpReply reply, MessagesReader reader, ChunkListener chunks) {
        if (!reply.isEventStream()) {
            reader.whole(RemoteCalls.json(reply.text())).forEach(chunks::onChunk);
            return;
        }
        JsonStream.events(
                reply, reader::ended, event -> reader.event(event).forEach(chunks::onChunk));
    }

    @Override
    public void close() {}

    private static EngineException unsupported(String what) {
        return new EngineException(
                new Problem.Unsupported(
                        "Models behind Anthropic's Messages chat, and " + what + "."));
    }
}
