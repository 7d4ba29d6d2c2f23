package dev.modeldeck.engine.remote.openinference;

import dev.modeldeck.engine.http.HttpReply;
import dev.modeldeck.engine.inference.ChunkListener;
import dev.modeldeck.engine.inference.InferenceResult;
import dev.modeldeck.engine.inference.InferenceResult.FinishReason;
import dev.modeldeck.engine.inference.InferenceResult.TextChoice;
import dev.modeldeck.engine.inference.Payload;
import dev.modeldeck.engine.inference.Usage;
import dev.modeldeck.engine.kernel.RequestId;
import dev.modeldeck.engine.remote.GrowingText;
import dev.modeldeck.engine.remote.JsonStream;
import dev.modeldeck.engine.remote.RemoteCalls;
import dev.modeldeck.engine.wire.openinference.GenerateAnswer;
import dev.modeldeck.engine.wire.openinference.GenerateRequest;
import dev.modeldeck.engine.wire.openinference.ModelMetadata.TensorSpec;

import java.net.URI;
import java.util.List;
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
        GenerateRequest request =
                new GenerateRequest(
                        id.value(),
                        asked.options(),
                        inputs.stream().map(TensorSpec::name).collect(Collectors.toSet()));
        List<String> ignored = asked.options().extras().unheeded(request.ignored());
        List<TextChoice> choices =
                GrowingText.each(
                        asked,
                        "This model is called through generate. It",
                        chunks,
                        (prompt, text) ->
                                calls.post(
                                        id,
                                        address,
                                        request.json(prompt),
                                        chunks,
                                        new Answer(text)::read));
        return new InferenceResult.Text(choices, new Usage(promptTokens, newTokens))
                .ignoring(ignored);
    }

    /** One answer as it comes. */
    private final class Answer {

        private final GrowingText text;
        private FinishReason reason = FinishReason.STOP;

        Answer(GrowingText text) {
            this.text = text;
        }

        TextChoice read(HttpReply reply) {
            if (reply.isEventStream()) {
                JsonStream.events(reply, event -> piece(GenerateAnswer.parse(event)));
            } else {
                piece(GenerateAnswer.parse(RemoteCalls.json(reply.text())));
            }
            return text.ended(reason);
        }

        private void piece(GenerateAnswer piece) {
            promptTokens += piece.promptTokens();
            newTokens += piece.newTokens();
            if (piece.ends()) {
                reason = piece.reason();
            }
            text.say(piece.text(), piece.newTokens());
        }
    }
}
