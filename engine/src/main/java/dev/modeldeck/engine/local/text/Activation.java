package dev.modeldeck.engine.local.text;

import java.util.Set;
import java.util.stream.Stream;

/** Activation functions by the names that configurations give them. */
public enum Activation {
    SILU("torch.silu(INPUT)", "silu", "swish"),
    GELU("torch.gelu(INPUT)", "gelu"),
    GELU_TANH("torch.gelu(INPUT, approximate=\"tanh\")", "gelu_pytorch_tanh", "gelu_new");

    private final String expression;
    private final Set<String> names;

    Activation(String expression, String... names) {
        this.expression = expression;
        this.names = Set.of(names);
    }

    static Activation named(String name) {
        return Stream.of(values())
                .filter(activation -> activation.names.contains(name))
                .findFirst()
                .orElseThrow(() -> DecoderConfig.unsupported("the activation \"" + name + "\""));
    }

    /** TorchScript for what becomes of {@code x}. */
    String of(String x) {
        return expression.replace("INPUT", x);
    }
}
