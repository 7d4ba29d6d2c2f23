package dev.modeldeck.engine.wire.openai;

import dev.modeldeck.engine.inference.InferenceResult;
import dev.modeldeck.engine.inference.Payload;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.wire.Dialect;

import tools.jackson.databind.node.ObjectNode;

import java.util.function.Function;

/** Embeddings, classes and relevance, with the endpoint's name as the model. */
public final class EncoderDialect implements Dialect {

    public static final String EMBEDDINGS = "openai-embeddings";
    public static final String CLASSIFY = "classify";
    public static final String RERANK = "rerank";

    private final String id;
    private final Function<ObjectNode, EncoderRequest> parser;

    private EncoderDialect(String id, Function<ObjectNode, EncoderRequest> parser) {
        this.id = id;
        this.parser = parser;
    }

    public static EncoderDialect embeddings() {
        return new EncoderDialect(EMBEDDINGS, EmbeddingRequest::parse);
    }

    public static EncoderDialect classify() {
        return new EncoderDialect(CLASSIFY, ClassificationRequest::parse);
    }

    public static EncoderDialect rerank() {
        return new EncoderDialect(RERANK, RerankRequest::parse);
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
        return new EncoderAsked(parser.apply(body));
    }

    @Override
    public ObjectNode error(Problem problem) {
        return OpenAiErrors.json(problem);
    }

    private record EncoderAsked(EncoderRequest request) implements Asked {

        @Override
        public Payload payload() {
            return request.payload();
        }

        @Override
        public ObjectNode answer(Stamp stamp, InferenceResult result) {
            return request.answer(
                    AnswerHead.of(request, stamp.id().value(), stamp.at(), stamp.endpoint()),
                    result);
        }
    }
}
