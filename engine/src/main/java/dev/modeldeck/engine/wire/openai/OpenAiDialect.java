package dev.modeldeck.engine.wire.openai;

import dev.modeldeck.engine.inference.InferenceResult;
import dev.modeldeck.engine.inference.Payload;
import dev.modeldeck.engine.inference.TextChunk;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.wire.Dialect;

import tools.jackson.databind.node.ObjectNode;

import java.util.List;
import java.util.function.Function;

/** OpenAI's chat and completions, with the endpoint's name as the model. */
public final class OpenAiDialect implements Dialect {

    public static final String CHAT = "openai-chat";
    public static final String COMPLETIONS = "openai-completions";

    private final String id;
    private final Function<ObjectNode, TextRequest> parser;

    private OpenAiDialect(String id, Function<ObjectNode, TextRequest> parser) {
        this.id = id;
        this.parser = parser;
    }

    public static OpenAiDialect chat() {
        return new OpenAiDialect(CHAT, ChatRequest::parse);
    }

    public static OpenAiDialect completions() {
        return new OpenAiDialect(
                COMPLETIONS,
                body -> CompletionRequest.parse(body, CompletionRequest.OPENAI_MAX_TOKENS));
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String endpoint(ObjectNode body) {
        return body.path("model").asString("");
    }

    @Override
    public Asked read(ObjectNode body) {
        return new TextAsked(parser.apply(body));
    }

    @Override
    public ObjectNode error(Problem problem) {
        return OpenAiErrors.json(problem);
    }

    private record TextAsked(TextRequest request) implements Asked {

        @Override
        public Payload payload() {
            return request.payload();
        }

        @Override
        public boolean streamed() {
            return request.streaming().on();
        }

        @Override
        public ObjectNode answer(Stamp stamp, InferenceResult result) {
            return TextAnswers.json(head(stamp), request, (InferenceResult.Text) result);
        }

        @Override
        public Events events(Stamp stamp) {
            TextStreamWriter writer = new TextStreamWriter(head(stamp), request);
            return new Events() {
                @Override
                public List<ObjectNode> chunk(TextChunk chunk) {
                    return writer.chunk(chunk);
                }

                @Override
                public List<ObjectNode> end(InferenceResult result) {
                    return writer.end((InferenceResult.Text) result);
                }
            };
        }

        private AnswerHead head(Stamp stamp) {
            return AnswerHead.of(request, stamp.id().value(), stamp.at(), stamp.endpoint());
        }
    }
}
