package dev.modeldeck.engine.remote.openinference;

import dev.modeldeck.engine.http.HttpReply;
import dev.modeldeck.engine.http.ServerSentEvents;
import dev.modeldeck.engine.inference.ChunkListener;
import dev.modeldeck.engine.inference.InferenceResult;
import dev.modeldeck.engine.inference.InferenceResult.FinishReason;
import dev.modeldeck.engine.inference.InferenceResult.TextChoice;
import dev.modeldeck.engine.inference.Payload;
import dev.modeldeck.engine.inference.Payload.Prompt;
import dev.modeldeck.engine.inference.TextChunk;
import dev.modeldeck.engine.inference.Usage;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.kernel.RequestId;
import dev.modeldeck.engine.remote.RemoteCalls;
import dev.modeldeck.engine.wire.openinference.GenerateAnswer;
import dev.modeldeck.engine.wire.openinference.GenerateRequest;
import dev.modeldeck.engine.wire.openinference.ModelMetadata.TensorSpec;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Texts that a model behind Triton's generate extension continues, one call a prompt. Always
 * streamed from the server, so that cancelling takes effect at the next token.
 */
final class Generation {

    private final RemoteCalls calls;
    private final URI address;
    private final ChunkListener chunks;
    private int promptTokens;
    private int newTokens;

    /**
     * @param address of {@code generate_stream}
     */
    Generation(RemoteCalls calls, URI address, ChunkListener chunks) {
        this.calls = calls;
        this.address = address;
        this.chunks = chunks;
    }

    /** Whether a model with these inputs takes texts that way. */
    static boolean takes(List<TensorSpec> inputs) {
        return inputs.stream().anyMatch(in -> in.name().equals(GenerateRequest.TEXT_INPUT));
    }

    InferenceResult.Text write(RequestId id, Payload.Completion asked, List<TensorSpec> inputs) {
        if (asked.choices() != 1) {
            throw unsupported("It gives one answer to a prompt; ask for one (\"n\": 1).");
        }
        Set<String> names = inputs.stream().map(TensorSpec::name).collect(Collectors.toSet());
        List<TextChoice> choices = new ArrayList<>();
        List<String> ignored = List.of();
        for (Prompt prompt : asked.prompts()) {
            if (!(prompt instanceof Prompt.Text(String text))) {
                throw unsupported("It takes texts as prompts, not tokens or pairs.");
            }
            GenerateRequest request = new GenerateRequest(id.value(), text, asked.options(), names);
            ignored = asked.options().extras().unheeded(request.ignored());
            Answer answer = new Answer(choices.size());
            if (asked.echo()) {
                answer.add(text);
            }
            choices.add(calls.post(id, address, request.json(), chunks, answer::read));
        }
        return new InferenceResult.Text(choices, new Usage(promptTokens, newTokens))
                .ignoring(ignored);
    }

    private static EngineException unsupported(String what) {
        return new EngineException(
                new Problem.Unsupported("This model is called through generate. " + what));
    }

    /** One answer as it grows. */
    private final class Answer {

        private final int index;
        private final StringBuilder text = new StringBuilder();
        private FinishReason reason = FinishReason.STOP;

        Answer(int index) {
            this.index = index;
        }

        TextChoice read(HttpReply reply) {
            if (reply.isEventStream()) {
                ServerSentEvents events = reply.events();
                for (String data = events.next(); data != null; data = events.next()) {
                    piece(GenerateAnswer.parse(RemoteCalls.json(data)));
                }
            } else {
                piece(GenerateAnswer.parse(RemoteCalls.json(reply.text())));
            }
            return new TextChoice(index, text.toString(), reason, null);
        }

        private void piece(GenerateAnswer piece) {
            promptTokens += piece.promptTokens();
            newTokens += piece.newTokens();
            if (piece.ends()) {
                reason = piece.reason();
            }
            if (!piece.text().isEmpty()) {
                text.append(piece.text());
                chunks.onChunk(new TextChunk(index, piece.text(), piece.newTokens(), List.of()));
            }
        }

        void add(String prompt) {
            text.append(prompt);
            chunks.onChunk(new TextChunk(index, prompt, 0, List.of()));
        }
    }
}
