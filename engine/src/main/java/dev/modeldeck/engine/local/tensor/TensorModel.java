package dev.modeldeck.engine.local.tensor;

import ai.djl.Device;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;

import dev.modeldeck.engine.inference.Backend;
import dev.modeldeck.engine.inference.ChunkListener;
import dev.modeldeck.engine.inference.InferenceRequest;
import dev.modeldeck.engine.inference.InferenceResult;
import dev.modeldeck.engine.inference.Payload;
import dev.modeldeck.engine.inference.Tensor;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.local.torchscript.ComputeThreads;
import dev.modeldeck.engine.local.torchscript.TorchDevice;
import dev.modeldeck.engine.local.torchscript.TorchModule;
import dev.modeldeck.engine.local.torchscript.TorchRuntime;

import org.jspecify.annotations.Nullable;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * A TorchScript file whose {@code forward} takes tensors and gives a tensor, a tuple or list of
 * them, or a dictionary. As many calls run side by side as the spec says, each on a platform thread
 * of the model's own; others wait their turn. A forward that runs cannot be stopped half-way: a
 * cancelled call ends with it.
 */
public final class TensorModel implements Backend {

    /**
     * A file and how to load it.
     *
     * @param device {@code cpu} or {@code cuda:0} …
     * @param concurrency calls side by side, at least 1
     * @param threads of one operation; 0 for PyTorch's choice
     * @param inputNames in the order of forward's parameters; empty to accept any
     * @param outputNames in order; used where forward gives no names of its own and as many values
     */
    public record Spec(
            Path file,
            String device,
            int concurrency,
            int threads,
            List<String> inputNames,
            List<String> outputNames) {
        public Spec {
            inputNames = List.copyOf(inputNames);
            outputNames = List.copyOf(outputNames);
        }
    }

    private final TorchModule module;
    private final InputTensors inputs;
    private final OutputTensors outputs;
    private final ComputeThreads threads;

    private TensorModel(TorchModule module, Spec spec) {
        this.module = module;
        this.inputs = new InputTensors(spec.inputNames());
        this.outputs = new OutputTensors(spec.outputNames());
        this.threads = new ComputeThreads("forward", spec.concurrency());
    }

    /**
     * Loads the file.
     *
     * @throws EngineException with {@code Damaged} when PyTorch cannot read it, {@code Unsupported}
     *     when the device is not there
     */
    public static TensorModel open(Spec spec) {
        if (!Files.isRegularFile(spec.file())) {
            throw damaged(spec, "is not there. Put it back, or register the model again.", null);
        }
        TorchRuntime.start(spec.threads());
        Device device = TorchDevice.of(spec.device()).usable().device();
        try {
            return new TensorModel(TorchModule.load(spec.file(), device), spec);
        } catch (ai.djl.engine.EngineException e) {
            throw damaged(
                    spec,
                    "is no TorchScript file that PyTorch can load: "
                            + TorchErrors.reason(e)
                            + " Export it again with torch.jit.save.",
                    e);
        }
    }

    @Override
    public InferenceResult answer(InferenceRequest request, ChunkListener chunks) {
        return switch (request.payload()) {
            case Payload.Tensors tensors -> infer(tensors);
            case Payload.Chat _,
                    Payload.Completion _,
                    Payload.Embedding _,
                    Payload.Classification _,
                    Payload.Reranking _ ->
                    throw unsupported("This model takes tensors, not text. Send it numbers.");
            case Payload.Tabular _ ->
                    throw unsupported(
                            "This model takes tensors. Rows and columns need a signature, which its"
                                    + " endpoint would apply.");
        };
    }

    private InferenceResult infer(Payload.Tensors wanted) {
        List<Tensor> ordered = inputs.inOrder(wanted.inputs());
        return new InferenceResult.Tensors(
                OutputTensors.choose(threads.run(() -> forward(ordered)), wanted.outputs()));
    }

    private List<Tensor> forward(List<Tensor> ordered) {
        PtNDManager shared = module.manager();
        IValue[] arguments = new IValue[ordered.size()];
        try (PtNDManager scratch = shared.newSubManager(shared.getDevice())) {
            for (int i = 0; i < arguments.length; i++) {
                arguments[i] = IValue.from(InputTensors.toArray(scratch, ordered.get(i)));
            }
            try (IValue result = module.call("forward", arguments)) {
                return outputs.read(result, scratch);
            }
        } catch (ai.djl.engine.EngineException e) {
            throw new EngineException(TorchErrors.problem(e), e);
        } finally {
            Arrays.stream(arguments).forEach(TensorModel::free);
        }
    }

    /** Lets the calls that run end, then frees the weights. */
    @Override
    public void close() {
        threads.close();
        module.close();
    }

    private static void free(@Nullable IValue value) {
        if (value != null) {
            value.close();
        }
    }

    private static EngineException unsupported(String message) {
        return new EngineException(new Problem.Unsupported(message));
    }

    private static EngineException damaged(
            Spec spec, String rest, @Nullable RuntimeException cause) {
        String path = spec.file().toString();
        Problem problem =
                new Problem.Damaged(
                        "The file %s %s".formatted(spec.file().getFileName(), rest), path);
        return cause == null ? new EngineException(problem) : new EngineException(problem, cause);
    }
}
