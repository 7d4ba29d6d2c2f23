package dev.modeldeck.engine.local.encoder;

import dev.modeldeck.engine.inference.Backend;
import dev.modeldeck.engine.inference.ChunkListener;
import dev.modeldeck.engine.inference.InferenceRequest;
import dev.modeldeck.engine.inference.InferenceResult;
import dev.modeldeck.engine.inference.Payload;
import dev.modeldeck.engine.inference.Usage;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Opening;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.local.checkpoint.LoadProgress;
import dev.modeldeck.engine.local.kernels.Precision;
import dev.modeldeck.engine.local.kernels.Precisions;
import dev.modeldeck.engine.local.tokens.TextTokenizer;
import dev.modeldeck.engine.local.torchscript.ComputeThreads;
import dev.modeldeck.engine.local.torchscript.TensorType;
import dev.modeldeck.engine.local.torchscript.TorchRuntime;
import dev.modeldeck.engine.registry.EncoderFacts;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * An encoder from a Hugging Face folder: vectors of texts, classes of texts, or relevance of
 * documents, as its files say. Requests are computed together, and none sees anything of another.
 */
public final class EncoderModel implements Backend {

    /**
     * Tokens that are worth computing at once: on a CPU 512 are as fast a token as any more, and
     * what is larger falls out of its caches.
     */
    private static final int BATCH_ON_CPU = 1024;

    private static final int BATCH_ON_GPU = 16_384;

    /**
     * What to load and how.
     *
     * @param device {@code cpu} or {@code cuda:0} …
     * @param dtype {@code auto}, {@code f32}, {@code bf16}, {@code fp16} or {@code int8}
     * @param longest most tokens of a text; 0 for the model's own
     * @param threads that compute; 0 leaves it to PyTorch
     */
    public record Spec(Path folder, String device, String dtype, int longest, int threads) {}

    private final EncoderPlan plan;
    private final TextTokenizer tokenizer;
    private final TextReader reader;
    private final Encoder encoder;
    private final SharedBatches batches;
    private final AtomicBoolean closed = new AtomicBoolean();

    private EncoderModel(
            EncoderPlan plan, TextTokenizer tokenizer, Encoder encoder, SharedBatches batches) {
        this.plan = plan;
        this.tokenizer = tokenizer;
        this.reader = new TextReader(plan, tokenizer);
        this.encoder = encoder;
        this.batches = batches;
    }

    /**
     * Loads a model; takes seconds.
     *
     * @throws EngineException if the folder is damaged or asks for what cannot be run here
     */
    public static EncoderModel open(Spec spec, LoadProgress progress) {
        EncoderPlan plan = limited(EncoderPlan.read(spec.folder()), spec.longest());
        progress.at(0, "Reading the tokenizer");
        try (Opening opening = new Opening()) {
            TextTokenizer tokenizer = TextTokenizer.open(spec.folder());
            opening.otherwise(tokenizer::close);
            TorchRuntime.start(spec.threads());
            EncoderWeights weights = EncoderWeights.open(spec.folder(), plan.head());
            opening.otherwise(weights::close);
            ComputeThreads thread = new ComputeThreads("encoder", 1);
            opening.otherwise(thread::close);
            Precision precision = precision(spec, plan, weights);
            Encoder encoder =
                    thread.run(() ->
                            EncoderLoader.load(plan, weights, precision, spec.device(), progress));
            opening.done();
            progress.at(1, "Ready");
            int most = spec.device().equals("cpu") ? BATCH_ON_CPU : BATCH_ON_GPU;
            SharedBatches batches = new SharedBatches(thread, encoder::vectors, most);
            return new EncoderModel(plan, tokenizer, encoder, batches);
        }
    }

    private static EncoderPlan limited(EncoderPlan plan, int longest) {
        if (longest > plan.reading().longest()) {
            throw EngineException.invalid(
                    "Texts of %d tokens were asked for, but this model reads at most %d. Choose a shorter length."
                            .formatted(longest, plan.reading().longest()));
        }
        return longest > 0 ? plan.atMost(longest) : plan;
    }

    private static Precision precision(Spec spec, EncoderPlan plan, EncoderWeights weights) {
        if (spec.dtype().equals("int4")) {
            throw new EngineException(
                    new Problem.Unsupported(
                            "Encoders are too small for weights of four bits. Choose int8, fp16 or bf16."));
        }
        EncoderFacts.Tensor words =
                EncoderTensors.of(plan, weights::has).getFirst().parts().getFirst();
        TensorType stored = weights.get(words).type();
        return Precisions.choose(spec.dtype(), spec.device(), stored, weights.bytes());
    }

    @Override
    public InferenceResult answer(InferenceRequest request, ChunkListener chunks) {
        return switch (plan.purpose()) {
            case Purpose.Vectors _ -> {
                if (request.payload() instanceof Payload.Embedding embedding) {
                    yield embed(embedding);
                }
                throw unsupported("vectors of texts (embeddings)");
            }
            case Purpose.Classes classes ->
                    switch (request.payload()) {
                        case Payload.Classification asked -> classify(asked, classes);
                        case Payload.Reranking asked -> rerank(asked, classes);
                        case Payload.Chat _,
                                Payload.Completion _,
                                Payload.Embedding _,
                                Payload.Tabular _,
                                Payload.Tensors _ ->
                                throw unsupported(
                                        classes.labels().size() == 1
                                                ? "the relevance of documents (rerank)"
                                                : "classes of texts (classify)");
                    };
        };
    }

    private InferenceResult embed(Payload.Embedding asked) {
        int size = plan.head().size(plan.shape().hidden());
        Integer wanted = asked.options().dimensions();
        if (wanted != null && (wanted < 1 || wanted > size)) {
            throw new EngineException(
                    new Problem.Invalid(
                            "This model's vectors have %d numbers, so %d cannot be kept of them."
                                    .formatted(size, wanted),
                            "dimensions"));
        }
        List<Row> rows = reader.rows(asked.inputs(), asked.options());
        List<float[]> vectors = new ArrayList<>();
        for (float[] vector : batches.vectors(rows)) {
            vectors.add(
                    wanted == null
                            ? vector
                            : Vectors.start(vector, wanted, plan.head().normalised()));
        }
        return new InferenceResult.Embeddings(vectors, usage(rows));
    }

    private InferenceResult classify(Payload.Classification asked, Purpose.Classes classes) {
        List<Row> rows = reader.rows(asked.inputs(), asked.options());
        List<float[]> scores = new ArrayList<>();
        for (float[] logits : batches.vectors(rows)) {
            scores.add(classes.scoring().apply(logits));
        }
        return new InferenceResult.Classes(classes.labels(), scores, usage(rows));
    }

    private InferenceResult rerank(Payload.Reranking asked, Purpose.Classes classes) {
        if (classes.labels().size() != 1) {
            throw new EngineException(
                    new Problem.Unsupported(
                            "This model tells %d classes of texts apart; only one with a single score can rank documents. Send its texts to /classify."
                                    .formatted(classes.labels().size())));
        }
        List<Row> rows = reader.rows(asked.query(), asked.documents(), asked.options());
        List<Float> scores = new ArrayList<>();
        for (float[] logits : batches.vectors(rows)) {
            scores.add(classes.scoring().apply(logits)[0]);
        }
        return new InferenceResult.Relevance(scores, usage(rows));
    }

    private static Usage usage(List<Row> rows) {
        return new Usage(rows.stream().mapToInt(Row::length).sum(), 0);
    }

    private static EngineException unsupported(String instead) {
        return new EngineException(
                new Problem.Unsupported(
                        "This model reads texts and writes none: it answers with %s only."
                                .formatted(instead)));
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            batches.close();
            encoder.close();
            tokenizer.close();
        }
    }
}
