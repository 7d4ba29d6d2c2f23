package dev.modeldeck.engine.remote.bedrock;

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
import dev.modeldeck.engine.remote.Query;
import dev.modeldeck.engine.remote.RemoteCalls;
import dev.modeldeck.engine.remote.RemoteModel;
import dev.modeldeck.engine.wire.bedrock.ConverseReader;
import dev.modeldeck.engine.wire.bedrock.ConverseRequest;

import tools.jackson.databind.node.ObjectNode;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/** A model behind Amazon Bedrock's Converse. */
final class BedrockBackend implements Backend {

    private final RemoteModel model;
    private final RemoteCalls calls;

    BedrockBackend(HttpCalls http, RemoteModel model) {
        this.model = model;
        this.calls = new RemoteCalls(http, model);
    }

    @Override
    public InferenceResult answer(InferenceRequest request, ChunkListener chunks) {
        return switch (request.payload()) {
            case Payload.Chat chat -> chat(request.id(), new ConverseRequest(chat), chunks);
            case Payload.Completion _ -> throw unsupported("continue no texts");
            case Payload.Embedding _ -> throw unsupported("make no vectors");
            case Payload.Classification _ -> throw unsupported("tell no classes");
            case Payload.Reranking _ -> throw unsupported("rank no documents");
            case Payload.Tabular _ -> throw unsupported("take no tables");
            case Payload.Tensors _ -> throw unsupported("take no tensors");
        };
    }

    /**
     * Some models answer only whole, or so where there are tools; they say it before they begin.
     */
    private InferenceResult chat(RequestId id, ConverseRequest chat, ChunkListener chunks) {
        List<String> ignored = chat.payload().options().extras().unheeded(chat.ignored());
        ObjectNode body = chat.json();
        AtomicBoolean begun = new AtomicBoolean();
        Function<HttpReply, InferenceResult> reading =
                reply -> {
                    begun.set(true);
                    ConverseReader reader = new ConverseReader(AnswerNotes.NONE.ignoring(ignored));
                    read(reply, reader, chunks);
                    return reader.result();
                };
        try {
            return calls.post(id, at("/converse-stream"), body, chunks, reading);
        } catch (EngineException e) {
            if (begun.get() || !streamless(e.problem())) {
                throw e;
            }
            return calls.post(id, at("/converse"), body, chunks, reading);
        }
    }

    private URI at(String way) {
        return model.at("/model/" + Query.encoded(model.name()) + way);
    }

    private static void read(HttpReply reply, ConverseReader reader, ChunkListener chunks) {
        if (reply.contentType().equals(EventFrames.TYPE)) {
            EventFrames.read(
                    reply,
                    reader::ended,
                    (type, event) -> reader.event(type, event).forEach(chunks::onChunk));
        } else {
            reader.whole(RemoteCalls.json(reply.text())).forEach(chunks::onChunk);
        }
    }

    private static boolean streamless(Problem problem) {
        return problem instanceof Problem.Invalid
                && problem.message().toLowerCase(Locale.ROOT).contains("stream");
    }

    @Override
    public void close() {}

    private static EngineException unsupported(String what) {
        return new EngineException(
                new Problem.Unsupported(
                        "Models behind Bedrock's Converse chat, and " + what + "."));
    }
}
