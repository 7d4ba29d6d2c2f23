package dev.modeldeck.engine.local.tensor;

import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;

import dev.modeldeck.engine.inference.Tensor;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Reads what forward returned: tensors, numbers, and tuples, lists and dictionaries of them, in
 * order. A dictionary's keys are names; others come from the spec, else {@code output0}, {@code
 * output1} …
 */
record OutputTensors(List<String> names) {

    List<Tensor> read(IValue result, PtNDManager owner) {
        List<Tensor> found = new ArrayList<>();
        collect(result, "", owner, found);
        List<Tensor> named = new ArrayList<>();
        for (int i = 0; i < found.size(); i++) {
            Tensor tensor = found.get(i);
            named.add(
                    new Tensor(
                            name(tensor.name(), i, found.size()),
                            tensor.datatype(),
                            tensor.shape(),
                            tensor.data()));
        }
        return named;
    }

    private String name(String key, int index, int count) {
        if (!key.isEmpty()) {
            return key;
        }
        return names.size() == count ? names.get(index) : "output" + index;
    }

    /** The tensors asked for, in that order; all where none are named. */
    static List<Tensor> choose(List<Tensor> made, List<String> wanted) {
        return wanted.isEmpty() ? made : wanted.stream().map(name -> named(name, made)).toList();
    }

    private static Tensor named(String name, List<Tensor> made) {
        return made.stream()
                .filter(tensor -> tensor.name().equals(name))
                .findFirst()
                .orElseThrow(() ->
                        new EngineException(
                                new Problem.Invalid(
                                        "This model has no output \"%s\"; it gives %s."
                                                .formatted(
                                                        name,
                                                        String.join(
                                                                ", ",
                                                                made.stream()
                                                                        .map(Tensor::name)
                                                                        .toList())),
                                        name)));
    }

    private static void collect(IValue value, String key, PtNDManager owner, List<Tensor> found) {
        if (value.isTensor()) {
            found.add(tensor(key, value.toTensor(owner)));
        } else if (value.isTensorList()) {
            for (PtNDArray array : value.toTensorArray(owner)) {
                found.add(tensor(key, array));
            }
        } else if (value.isMap()) {
            for (Map.Entry<String, IValue> entry : value.toIValueMap().entrySet()) {
                collectAndFree(entry.getValue(), join(key, entry.getKey()), owner, found);
            }
        } else if (value.isTuple()) {
            for (IValue part : value.toIValueTuple()) {
                collectAndFree(part, key, owner, found);
            }
        } else if (value.isList()) {
            for (IValue part : value.toIValueArray()) {
                collectAndFree(part, key, owner, found);
            }
        } else {
            found.add(number(key, value));
        }
    }

    private static void collectAndFree(
            IValue part, String key, PtNDManager owner, List<Tensor> found) {
        try (part) {
            collect(part, key, owner, found);
        }
    }

    private static String join(String outer, String key) {
        return outer.isEmpty() ? key : outer + "." + key;
    }

    private static Tensor tensor(String name, PtNDArray array) {
        List<Long> shape = Arrays.stream(array.getShape().getShape()).boxed().toList();
        DataType type = array.getDataType();
        return new Tensor(
                name, protocolType(type), shape, new Tensor.Data.Fixed(array.toByteBuffer(false)));
    }

    private static Tensor number(String name, IValue value) {
        ByteBuffer bytes = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
        if (value.isDouble()) {
            return scalar(name, Tensor.DataType.FP64, bytes.putDouble(value.toDouble()));
        }
        if (value.isLong()) {
            return scalar(name, Tensor.DataType.INT64, bytes.putLong(value.toLong()));
        }
        if (value.isBoolean()) {
            byte flag = (byte) (value.toBoolean() ? 1 : 0);
            return scalar(name, Tensor.DataType.BOOL, bytes.put(flag));
        }
        throw new EngineException(
                new Problem.Unsupported(
                        "The model gives a value of type "
                                + value.getType()
                                + ". Only tensors, numbers, and tuples, lists and dictionaries of"
                                + " them can be sent; export it with a forward that returns those."));
    }

    private static Tensor scalar(String name, Tensor.DataType type, ByteBuffer bytes) {
        return new Tensor(name, type, List.of(), new Tensor.Data.Fixed(bytes.flip()));
    }

    private static Tensor.DataType protocolType(DataType type) {
        return switch (type) {
            case FLOAT32 -> Tensor.DataType.FP32;
            case FLOAT64 -> Tensor.DataType.FP64;
            case FLOAT16 -> Tensor.DataType.FP16;
            case INT64 -> Tensor.DataType.INT64;
            case INT32 -> Tensor.DataType.INT32;
            case INT8 -> Tensor.DataType.INT8;
            case UINT8 -> Tensor.DataType.UINT8;
            case BOOLEAN -> Tensor.DataType.BOOL;
            default ->
                    throw new EngineException(
                            new Problem.Unsupported(
                                    "The model gives values of type "
                                            + type
                                            + ", which cannot be sent. Export it with float32"
                                            + " outputs."));
        };
    }
}
