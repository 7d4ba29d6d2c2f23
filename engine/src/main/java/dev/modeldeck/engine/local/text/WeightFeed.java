package dev.modeldeck.engine.local.text;

import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;

import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.local.checkpoint.QuantisedWeights;
import dev.modeldeck.engine.local.checkpoint.StoredTensor;
import dev.modeldeck.engine.local.checkpoint.Weights;
import dev.modeldeck.engine.local.kernels.StoredInputs;
import dev.modeldeck.engine.local.torchscript.ComputeThreads;
import dev.modeldeck.engine.local.torchscript.TensorType;
import dev.modeldeck.engine.local.torchscript.TorchModule;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Hands weights to the lists of a decoder's module, quantised ones as they were kept, if they were.
 */
final class WeightFeed implements AutoCloseable {

    /** Tensors that a quantised weight is made of. */
    static final int PAIR = 2;

    /** What the module packs into memory of its own; all else it may keep where it lies. */
    private static final Set<String> PACKED_FROM =
            Set.of("qkv", "output", "gate_up", "up", "down", "head");

    private static final Map<DataType, TensorType> TYPES =
            Map.of(
                    TensorType.UINT8.carrier(), TensorType.UINT8,
                    TensorType.INT8.carrier(), TensorType.INT8,
                    TensorType.FLOAT16.carrier(), TensorType.FLOAT16,
                    TensorType.FLOAT32.carrier(), TensorType.FLOAT32);

    private final TorchModule module;
    private final StoredInputs inputs;
    private final QuantisedWeights kept;
    private final DecoderSpec spec;

    /** A weight is packed on one thread, however many compute: several are packed at a time. */
    private final ExecutorService packers =
            Executors.newFixedThreadPool(
                    Runtime.getRuntime().availableProcessors(),
                    Thread.ofPlatform().name("pack-", 0).daemon().factory());

    private final List<Waiting> waiting = new ArrayList<>();

    private record Waiting(String list, Future<IValue> ready) {}

    WeightFeed(TorchModule module, Weights weights, QuantisedWeights kept, DecoderSpec spec) {
        this.module = module;
        this.inputs = new StoredInputs(module, weights.arena(), spec.largest());
        this.kept = kept;
        this.spec = spec;
    }

    /**
     * Adds an element to a list of the module.
     *
     * @param index which element this is
     * @param parts what it is made of
     */
    void add(String list, int index, List<StoredTensor> parts) {
        if (!quantised(list)) {
            inputs.given(parts, PACKED_FROM.contains(list), all -> module.call("add_" + list, all))
                    .close();
            return;
        }
        String name = list + "." + index;
        Optional<List<StoredTensor>> found = kept.get(name, PAIR);
        IValue pair = found.map(this::pair).orElseGet(() -> made(list, name, parts));
        waiting.add(new Waiting(list, packers.submit(() -> ready(list, pair))));
    }

    private IValue ready(String list, IValue pair) {
        try (pair) {
            return module.call("ready_" + list, pair);
        }
    }

    /** Waits until all that was given is in the lists of the module. */
    void finish() {
        for (Waiting each : waiting) {
            try (IValue ready = each.ready().get()) {
                module.call("append_" + each.list(), ready).close();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                throw EngineException.cancelled();
            } catch (ExecutionException e) {
                throw ComputeThreads.failure(e.getCause());
            }
        }
        waiting.clear();
    }

    @Override
    public void close() {
        packers.close();
    }

    private boolean quantised(String list) {
        return PACKED_FROM.contains(list)
                && (list.equals("head") ? spec.precision().head() : spec.precision().kernel())
                        .quantises();
    }

    private IValue pair(List<StoredTensor> tensors) {
        try (IValue first = inputs.kept(tensors.getFirst());
                IValue second = inputs.kept(tensors.getLast())) {
            return IValue.tupleFrom(first, second);
        }
    }

    private IValue made(String list, String name, List<StoredTensor> parts) {
        IValue pair = inputs.given(parts, true, all -> module.call("quantised_" + list, all));
        try (PtNDManager manager = (PtNDManager) module.manager().newSubManager()) {
            List<StoredTensor> tensors = new ArrayList<>();
            for (IValue each : pair.toIValueTuple()) {
                tensors.add(stored(each.toTensor(manager)));
                each.close();
            }
            kept.put(name, tensors);
        }
        return pair;
    }

    private static StoredTensor stored(PtNDArray array) {
        TensorType type = Objects.requireNonNull(TYPES.get(array.getDataType()));
        List<Long> shape = Arrays.stream(array.getShape().getShape()).boxed().toList();
        ByteBuffer bytes = array.toByteBuffer(true);
        return StoredTensor.mapped(type, shape, MemorySegment.ofBuffer(bytes));
    }
}
