package dev.modeldeck.engine.wire;

import dev.modeldeck.engine.inference.InferenceResult;
import dev.modeldeck.engine.inference.InferenceResult.FinishReason;
import dev.modeldeck.engine.inference.InferenceResult.TextChoice;
import dev.modeldeck.engine.inference.Tensor;
import dev.modeldeck.engine.inference.Usage;
import dev.modeldeck.engine.wire.databricks.DatabricksDialect;
import dev.modeldeck.engine.wire.openai.EncoderDialect;
import dev.modeldeck.engine.wire.openai.OpenAiDialect;
import dev.modeldeck.engine.wire.openinference.OpenInferenceDialect;

import org.junit.jupiter.api.Nested;

import java.nio.ByteBuffer;
import java.util.List;

/** The dialects that ship, each under the contract. */
class DialectsTest {

    private static final String CHAT =
            "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
    private static final String PROMPT = "{\"model\":\"m\",\"prompt\":\"hi\"}";

    abstract static class Texts extends DialectContract {

        @Override
        protected String streamedBody() {
            return goodBody().replace("{\"model\"", "{\"stream\":true,\"model\"");
        }

        @Override
        protected InferenceResult result() {
            return new InferenceResult.Text(
                    List.of(new TextChoice(0, "so be it", FinishReason.STOP, null)),
                    new Usage(1, 3));
        }

        @Override
        protected String expectedInAnswer() {
            return "so be it";
        }
    }

    @Nested
    class OpenAiChat extends Texts {
        @Override
        protected Dialect dialect() {
            return OpenAiDialect.chat();
        }

        @Override
        protected String goodBody() {
            return CHAT;
        }
    }

    @Nested
    class OpenAiCompletions extends Texts {
        @Override
        protected Dialect dialect() {
            return OpenAiDialect.completions();
        }

        @Override
        protected String goodBody() {
            return PROMPT;
        }
    }

    @Nested
    class DatabricksChat extends Texts {
        @Override
        protected Dialect dialect() {
            return new DatabricksDialect();
        }

        @Override
        protected String goodBody() {
            return CHAT;
        }
    }

    @Nested
    class DatabricksRows extends DialectContract {
        @Override
        protected Dialect dialect() {
            return new DatabricksDialect();
        }

        @Override
        protected String goodBody() {
            return "{\"dataframe_split\":[{\"columns\":[\"a\"],\"data\":[[1],[null]]}]}";
        }

        @Override
        protected String streamedBody() {
            return "";
        }

        @Override
        protected InferenceResult result() {
            return new InferenceResult.Predictions(Json.array().add(42));
        }

        @Override
        protected String expectedInAnswer() {
            return "{\"predictions\":[42]}";
        }
    }

    @Nested
    class OpenInference extends DialectContract {
        @Override
        protected Dialect dialect() {
            return new OpenInferenceDialect();
        }

        @Override
        protected String goodBody() {
            return "{\"inputs\":[{\"name\":\"x\",\"datatype\":\"UINT8\",\"shape\":[1],\"data\":[1]}]}";
        }

        @Override
        protected String streamedBody() {
            return "";
        }

        @Override
        protected InferenceResult result() {
            return new InferenceResult.Tensors(
                    List.of(
                            new Tensor(
                                    "y",
                                    Tensor.DataType.UINT8,
                                    List.of(1L),
                                    new Tensor.Data.Fixed(ByteBuffer.wrap(new byte[] {9})))));
        }

        @Override
        protected String expectedInAnswer() {
            return "\"data\":[9]";
        }
    }

    abstract static class Encoders extends DialectContract {

        @Override
        protected String streamedBody() {
            return "";
        }
    }

    @Nested
    class OpenAiEmbeddings extends Encoders {
        @Override
        protected Dialect dialect() {
            return EncoderDialect.embeddings();
        }

        @Override
        protected String goodBody() {
            return "{\"model\":\"m\",\"input\":\"hi\"}";
        }

        @Override
        protected InferenceResult result() {
            return new InferenceResult.Embeddings(List.of(new float[] {0.5f, -2}), new Usage(3, 0));
        }

        @Override
        protected String expectedInAnswer() {
            return "\"embedding\":[0.5,-2.0]";
        }
    }

    @Nested
    class DatabricksEmbeddings extends OpenAiEmbeddings {
        @Override
        protected Dialect dialect() {
            return new DatabricksDialect();
        }
    }

    @Nested
    class Classify extends Encoders {
        @Override
        protected Dialect dialect() {
            return EncoderDialect.classify();
        }

        @Override
        protected String goodBody() {
            return "{\"model\":\"m\",\"input\":\"hi\"}";
        }

        @Override
        protected InferenceResult result() {
            return new InferenceResult.Classes(
                    List.of("no", "yes"), List.of(new float[] {0.25f, 0.75f}), new Usage(3, 0));
        }

        @Override
        protected String expectedInAnswer() {
            return "\"label\":\"yes\"";
        }
    }

    @Nested
    class Rerank extends Encoders {
        @Override
        protected Dialect dialect() {
            return EncoderDialect.rerank();
        }

        @Override
        protected String goodBody() {
            return "{\"model\":\"m\",\"query\":\"q\",\"documents\":[\"a\",\"b\"]}";
        }

        @Override
        protected InferenceResult result() {
            return new InferenceResult.Relevance(List.of(0.25f, 0.75f), new Usage(3, 0));
        }

        @Override
        protected String expectedInAnswer() {
            return "[{\"index\":1,\"document\":{\"text\":\"b\"},\"relevance_score\":0.75}";
        }
    }
}
