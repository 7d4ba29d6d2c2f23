package dev.modeldeck.engine.local.encoder;

import dev.modeldeck.engine.kernel.EngineException;

/** What stands between linear maps, as TorchScript. */
enum Activation {
    NONE("X"),
    /** With the error function (Hendrycks and Gimpel 2016), as BERT has it. */
    GELU("torch.gelu(X)"),
    /** The approximation by tanh from the same paper. */
    GELU_BY_TANH("torch.gelu(X, approximate=\"tanh\")"),
    RELU("torch.relu(X)"),
    SILU("torch.silu(X)"),
    TANH("torch.tanh(X)"),
    SIGMOID("torch.sigmoid(X)");

    private final String expression;

    Activation(String expression) {
        this.expression = expression;
    }

    String of(String x) {
        return expression.replace("X", x);
    }

    /** By the name in a {@code config.json}. */
    static Activation named(String name) {
        return switch (name) {
            case "gelu", "gelu_python" -> GELU;
            case "gelu_new", "gelu_fast", "gelu_pytorch_tanh" -> GELU_BY_TANH;
            case "relu" -> RELU;
            case "silu", "swish" -> SILU;
            default -> throw unknown(name);
        };
    }

    /** By the class in PyTorch that a file of sentence-transformers names, empty for none. */
    static Activation ofClass(String name) {
        return switch (name.substring(name.lastIndexOf('.') + 1)) {
            case "Identity", "" -> NONE;
            case "GELU" -> GELU;
            case "ReLU" -> RELU;
            case "SiLU" -> SILU;
            case "Tanh" -> TANH;
            case "Sigmoid" -> SIGMOID;
            default -> throw unknown(name);
        };
    }

    private static EngineException unknown(String name) {
        return EncoderConfig.unsupported("the activation \"" + name + "\"");
    }
}
