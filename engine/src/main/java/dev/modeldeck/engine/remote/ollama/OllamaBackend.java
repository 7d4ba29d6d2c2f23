package dev.modeldeck.engine.remote.ollama;

import dev.modeldeck.engine.http.HttpCalls;
import dev.modeldeck.engine.inference.AnswerNotes;
import dev.modeldeck.engine.inference.Backend;
import dev.modeldeck.engine.inference.ChunkListener;
import dev.modeldeck.engine.inference.InferenceRequest;
import dev.modeldeck.engine.inference.InferenceResult;
import dev.modeldeck.engine.inference.InferenceResult.TextChoice;
import dev.modeldeck.engine.inference.Payload;
import dev.modeldeck.engine.inference.ServerTimings;
import dev.modeldeck.engine.inference.Usage;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.kernel.RequestId;
import dev.modeldeck.engine.remote.JsonStream;
import dev.modeldeck.engine.remote.RemoteCalls;
import dev.modeldeck.engine.remote.RemoteModel;
import dev.modeldeck.engine.wire.ollama.OllamaChat;
import dev.modeldeck.engine.wire.ollama.OllamaEmbed;
import dev.modeldeck.engine.wire.ollama.OllamaGenerate;
import dev.modeldeck.engine.wire.ollama.OllamaReader;

import tools.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.List;

/** A model of Ollama's. */
final class OllamaBackend implements Backend {

    private final RemoteModel model;
    private final OllamaTerms terms;
    private final RemoteCalls calls;

    OllamaBackend(HttpCalls http, RemoteModel model, OllamaTerms terms) {
        this.model = model;
        this.terms = terms;
        this.calls = new RemoteCalls(http, model);
    }

    @Override
    public InferenceResult answer(InferenceRequest request, ChunkListener chunks) {
        RequestId id = request.id();
        String name = model.name();
        return switch (request.payload()) {
            case Payload.Chat chat -> chat(id, new OllamaChat(name, chat, terms.context()), chunks);
            case Payload.Completion completion ->
                    complete(id, new OllamaGenerate(name, completion, terms.context()), chunks);
            case Payload.Embedding embedding ->
                    embed(id, new OllamaEmbed(name, embedding, terms.context()), chunks);
            case Payload.Classification _ -> throw unsupported("tells no classes of texts");
            case Payload.Reranking _ -> throw unsupported("does not rank documents");
            case Payload.Tabular _ -> throw unsupported("takes no tables");
            case Payload.Tensors _ -> throw unsupported("takes no tensors");
        };
    }

    private InferenceResult chat(RequestId id, OllamaChat chat, ChunkListener chunks) {
        List<String> ignored = chat.payload().options().extras().unheeded(chat.ignored());
        OllamaReader reader = write(id, "/api/chat", chat.json(), 0, chunks);
        return new InferenceResult.Text(
                List.of(reader.result()),
                reader.usage(),
                AnswerNotes.NONE.ignoring(ignored),
                reader.timings());
    }

    /** One prompt after the other, for the protocol takes one. */
    private InferenceResult complete(RequestId id, OllamaGenerate texts, ChunkListener chunks) {
        List<String> ignored = texts.payload().options().extras().unheeded(texts.ignored());
        List<TextChoice> choices = new ArrayList<>();
        Usage usage = Usage.NONE;
        ServerTimings timings = null;
        for (ObjectNode body : texts.json()) {
            OllamaReader reader = write(id, "/api/generate", body, choices.size(), chunks);
            choices.add(reader.result());
            Usage more = reader.usage();
            usage =
                    new Usage(
                            usage.promptTokens() + more.promptTokens(),
                            usage.completionTokens() + more.completionTokens());
            timings = choices.size() == 1 ? reader.timings() : null;
        }
        return new InferenceResult.Text(
                choices, usage, AnswerNotes.NONE.ignoring(ignored), timings);
    }

    private InferenceResult embed(RequestId id, OllamaEmbed texts, ChunkListener chunks) {
        return calls.post(
                id,
                model.at("/api/embed"),
                terms.keep(texts.json()),
                chunks,
                reply -> texts.read(RemoteCalls.json(reply.text())));
    }

    private OllamaReader write(
            RequestId id, String path, ObjectNode body, int choice, ChunkListener chunks) {
        OllamaReader reader = new OllamaReader(choice);
        return calls.post(
                id,
                model.at(path),
                terms.keep(body),
                chunks,
                reply -> {
                    JsonStream.lines(
                            reply,
                            reader::ended,
                            line -> reader.line(line).forEach(chunks::onChunk));
                    return reader;
                });
    }

    @Override
    public void close() {}

    private static EngineException unsupported(String what) {
        return new EngineException(new Problem.Unsupported("Ollama " + what + "."));
    }
}
