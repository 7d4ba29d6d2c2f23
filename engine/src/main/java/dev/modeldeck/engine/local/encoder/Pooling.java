package dev.modeldeck.engine.local.encoder;

import dev.modeldeck.engine.kernel.EngineException;

import java.util.Arrays;

/**
 * How the vectors of a text's tokens become one, as sentence-transformers defines it. In
 * TorchScript over {@code whole} [texts, tokens, hidden], and over x, which lacks the first {@code
 * skip} tokens.
 */
enum Pooling {
    // In the order in which several are put side by side.
    CLS("cls", "pooling_mode_cls_token", "first token", "torch.select(whole, 1, 0)"),
    MAX("max", "pooling_mode_max_tokens", "largest of all tokens", "torch.amax(x, [1])"),
    MEAN("mean", "pooling_mode_mean_tokens", "mean of all tokens", "torch.mean(x, [1])"),
    MEAN_SQRT_LEN(
            "mean_sqrt_len_tokens",
            "pooling_mode_mean_sqrt_len_tokens",
            "sum of all tokens over the root of their number",
            "torch.div(torch.sum(x, [1]), torch.sqrt(torch.size(x, 1)))"),
    WEIGHTED_MEAN(
            "weightedmean",
            "pooling_mode_weightedmean_tokens",
            "mean of all tokens, later ones weigh more",
            "(self).weighted_mean(x, skip, )"),
    LAST("lasttoken", "pooling_mode_lasttoken", "last token", "torch.select(x, 1, -1)");

    /** A token weighs as much as its place, from 1. */
    static final String WEIGHTED_MEAN_METHOD =
            """
            def weighted_mean(self: SELF, x: Tensor, skip: int) -> Tensor:
              first = torch.add(skip, 1)
              weight = torch.arange(first, torch.add(first, torch.size(x, 1)), dtype=6, device=ops.prim.device(x))
              sum = torch.sum(torch.mul(x, torch.view(weight, [1, -1, 1])), [1])
              return torch.div(sum, torch.sum(weight))
            """;

    private final String word;
    private final String flag;
    private final String description;
    private final String expression;

    Pooling(String word, String flag, String description, String expression) {
        this.word = word;
        this.flag = flag;
        this.description = description;
        this.expression = expression;
    }

    /** Its flag in a {@code config.json} of pooling, as files had it before they had one word. */
    String flag() {
        return flag;
    }

    /** For people. */
    String description() {
        return description;
    }

    String expression() {
        return expression;
    }

    static Pooling named(String word) {
        return Arrays.stream(values())
                .filter(pooling -> pooling.word.equals(word))
                .findFirst()
                .orElseThrow(() -> unknown(word));
    }

    private static EngineException unknown(String word) {
        return EncoderConfig.unsupported("the pooling \"" + word + "\"");
    }
}
