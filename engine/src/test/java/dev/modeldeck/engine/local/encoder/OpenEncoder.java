package dev.modeldeck.engine.local.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.modeldeck.engine.inference.ChunkListener;
import dev.modeldeck.engine.inference.EmbeddingOptions;
import dev.modeldeck.engine.inference.InferenceRequest;
import dev.modeldeck.engine.inference.InferenceResult;
import dev.modeldeck.engine.inference.Payload;
import dev.modeldeck.engine.inference.Payload.Prompt;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.local.tokens.TextTokenizer;
import dev.modeldeck.engine.local.tokens.Tokens;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.List;

/** A folder's model, opened when it is first asked: a test completes the folder before that. */
final class OpenEncoder implements AutoCloseable {

    private final Path folder;
    private @Nullable EncoderModel model;

    OpenEncoder(Path folder) {
        this.folder = folder;
    }

    InferenceResult.Embeddings embed(List<Prompt> inputs, EmbeddingOptions options) {
        return (InferenceResult.Embeddings) ask(new Payload.Embedding(inputs, options));
    }

    InferenceResult ask(Payload payload) {
        return opened().answer(InferenceRequest.of(payload), ChunkListener.none());
    }

    private synchronized EncoderModel opened() {
        if (model == null) {
            model = open(0);
        }
        return model;
    }

    EncoderModel open(int longest) {
        return EncoderModel.open(
                new EncoderModel.Spec(folder, "cpu", "auto", longest, 1), (fraction, what) -> {});
    }

    /** A text, or a pair of texts, in the tokens of the folder's tokenizer. */
    Tokens tokens(String... texts) {
        try (TextTokenizer tokenizer = TextTokenizer.open(folder)) {
            return texts.length == 1
                    ? tokenizer.tokens(texts[0])
                    : tokenizer.tokens(texts[0], texts[1]);
        }
    }

    double[][] states(TinyEncoder tiny, Tokens tokens) {
        return new ReferenceEncoder(tiny).states(tokens.ids(), tokens.kinds());
    }

    /** The call is the caller's fault, and these words are in what is said. */
    static void assertRefused(Runnable call, String words) {
        assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(
                        EngineException.class, e -> assertThat(e.problem().status()).isEqualTo(400))
                .hasMessageContaining(words);
    }

    @Override
    public void close() {
        if (model != null) {
            model.close();
        }
    }
}
