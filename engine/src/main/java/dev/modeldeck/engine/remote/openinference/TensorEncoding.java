package dev.modeldeck.engine.remote.openinference;

import dev.modeldeck.engine.inference.SettingSpec;
import dev.modeldeck.engine.inference.Tensor;
import dev.modeldeck.engine.inference.Tensor.Data;
import dev.modeldeck.engine.inference.Tensor.DataType;

import java.nio.Buffer;
import java.util.List;

/**
 * When tensors travel as bytes instead of JSON.
 *
 * @param half whether half floats do, for which the protocol has no JSON
 * @param from inputs of at least so many bytes do
 * @param answers whether answers are always asked for as bytes, not only where the inputs are such
 */
record TensorEncoding(boolean half, long from, boolean answers) {

    /** Fewer are sooner read by a person, and sent as fast. */
    private static final long MANY = 1 << 14;

    static final String KEY = "tensors";
    private static final String AUTO = "automatic";
    private static final String NEVER = "json";
    private static final String ALWAYS = "binary";

    static final SettingSpec SETTING =
            new SettingSpec(
                    KEY,
                    "Tensors",
                    "How tensors travel: as JSON, as bytes (Triton's binary extension), or as fits them.",
                    new SettingSpec.Kind.Choice(List.of(AUTO, NEVER, ALWAYS)),
                    AUTO);

    static TensorEncoding json() {
        return new TensorEncoding(false, Long.MAX_VALUE, false);
    }

    /** Of a server of which it is not known whether it understands bytes. */
    static TensorEncoding careful(String setting) {
        return chosen(setting, new TensorEncoding(true, Long.MAX_VALUE, false));
    }

    /** Of a server that understands bytes. */
    static TensorEncoding fitting(String setting) {
        return chosen(setting, new TensorEncoding(true, MANY, true));
    }

    boolean bytes(List<Tensor> inputs) {
        return inputs.stream().mapToLong(TensorEncoding::size).sum() >= from
                || half && inputs.stream().map(Tensor::datatype).anyMatch(TensorEncoding::isHalf);
    }

    private static TensorEncoding chosen(String setting, TensorEncoding automatic) {
        return switch (setting) {
            case NEVER -> json();
            case ALWAYS -> new TensorEncoding(true, 0, true);
            default -> automatic;
        };
    }

    private static boolean isHalf(DataType type) {
        return type == DataType.FP16 || type == DataType.BF16;
    }

    private static long size(Tensor tensor) {
        return switch (tensor.data()) {
            case Data.Fixed fixed -> fixed.bytes().remaining();
            case Data.Strings strings ->
                    strings.values().stream().mapToLong(Buffer::remaining).sum();
        };
    }
}
