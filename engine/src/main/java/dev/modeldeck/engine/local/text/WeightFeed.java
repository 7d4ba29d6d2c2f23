package dev.modeldeck.engine.local.text;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;

import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.local.checkpoint.QuantisedWeights;
import dev.modeldeck.engine.local.checkpoint.StoredTensor;
import dev.modeldeck.engine.local.checkpoint.Weights;
import dev.modeldeck.engine.local.torchscript.ComputeThreads;
import dev.modeldeck.engine.local.torchscript.TensorType;
import dev.modeldeck.engine.local.torchscript.TorchModule;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
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
import java.util.function.Function;

/**
 * Hands weights to the lists of a decoder's module, quantised ones as they were kept, if they were.
 */
final class WeightFeed implements AutoCloseable {

    /** Tensors that a quantised weight is made of. */
    private static final int PAIR = 2;

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
    private final Weights weights;
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
        this.weights = weights;
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
            given(parts, PACKED_FROM.contains(list), all -> module.call("add_" + list, all))
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
        try (IValue first = value(tensors.getFirst(), weights.arena());
                IValue second = value(tensors.getLast(), weights.arena())) {
            return IValue.tupleFrom(first, second);
        }
    }

    private IValue made(String list, String name, List<StoredTensor> parts) {
        IValue pair = given(parts, true, all -> module.call("quantised_" + list, all));
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
        ByteBuffer bytes = array.toByteBuffer();
        return StoredTensor.mapped(type, shape, MemorySegment.ofBuffer(bytes));
    }

    /** What is done with a list of tensors, which are there while it is done. */
    private IValue given(List<StoredTensor> parts, boolean packed, Function<IValue, IValue> done) {
        List<StoredTensor> blocks =
                parts.stream().flatMap(part -> part.blocks(spec.largest()).stream()).toList();
        boolean joined = packed || blocks.size() > parts.size();
        List<IValue> values = new ArrayList<>();
        try (Arena packing = Arena.ofShared()) {
            for (StoredTensor block : blocks) {
                values.add(value(block, joined ? packing : weights.arena()));
            }
            try (IValue all = IValue.listFrom(values.toArray(IValue[]::new))) {
                return done.apply(all);
            }
        } finally {
            values.forEach(IValue::close);
        }
    }

    /** A tensor over the stored bytes, without a copy. */
    private IValue value(StoredTensor tensor, Arena arena) {
        long[] size = tensor.shape().stream().mapToLong(Long::longValue).toArray();
        PtNDArray array =
                (PtNDArray)
                        module.manager()
                                .create(
                                        tensor.bytes(arena)
                                                .asByteBuffer()
                                                .order(ByteOrder.nativeOrder()),
                                        new Shape(size),
                                        tensor.type().carrier());
        try (array;
                IValue carrier = IValue.from(array)) {
            return tensor.type() == TensorType.BFLOAT16
                    ? module.call("as_bfloat16", carrier)
                    : IValue.from(array);
        }
    }
}
