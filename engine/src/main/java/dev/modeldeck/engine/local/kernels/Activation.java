package dev.modeldeck.engine.local.kernels;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Activation functions by the names that configurations give them. */
public enum Activation {
    NONE("INPUT", "identity"),
    SILU("torch.silu(INPUT)", "silu", "swish"),
    /** With the error function (Hendrycks and Gimpel 2016). */
    GELU("torch.gelu(INPUT)", "gelu", "gelu_python"),
    /** The approximation by tanh from the same paper. */
    GELU_TANH(
            "torch.gelu(INPUT, approximate=\"tanh\")",
            "gelu_pytorch_tanh",
            "gelu_new",
            "gelu_fast"),
    RELU("torch.relu(INPUT)", "relu"),
    TANH("torch.tanh(INPUT)", "tanh"),
    SIGMOID("torch.sigmoid(INPUT)", "sigmoid");

    private final String expression;
    private final Set<String> names;

    Activation(String expression, String... names) {
        this.expression = expression;
        this.names = Set.of(names);
    }

    /** The function of that name; empty where nobody here knows it. */
    public static Optional<Activation> named(String name) {
        return Stream.of(values())
                .filter(activation -> activation.names.contains(name))
                .findFirst();
    }

    /** TorchScript for what becomes of {@code x}. */
    public String of(String x) {
        return expression.replace("INPUT", x);
    }
}
