package dev.modeldeck.engine.local.text;

import dev.modeldeck.engine.local.torchscript.AttributeValue;

import java.util.List;
import java.util.stream.Collectors;

/** Writes what tokens of a decoder see, and how much of each. */
final class AttentionSource {

    /** Farther back than any token. */
    private static final long EVERYTHING = 1L << 40;

    private static final String SDPA =
            "torch.scaled_dot_product_attention(q, k, v, %s, 0., False, scale=%s)";

    /**
     * Scores kept between minus and plus a cap by a hyperbolic tangent, in float32: rounded to
     * bfloat16 one of 50 would be off by up to an eighth.
     */
    private static final String SCORES =
            """
            def scores(self: SELF, q: Tensor, k: Tensor) -> Tensor:
              q = torch.mul(torch.to(q, 6), RATIO)
              k = torch.transpose(torch.to(k, 6), -2, -1)
              return torch.mul(torch.tanh(torch.matmul(q, k)), CAP)
            """;

    private static final String CAPPED =
            """
            def capped(self: SELF, q: Tensor, k: Tensor, v: Tensor) -> Tensor:
              weights = torch.softmax((self).scores(q, k, ), -1)
              return torch.matmul(torch.to(weights, ops.prim.dtype(v)), v)
            """;

    private static final String CAPPED_AND_MASKED =
            """
            def capped_and_masked(self: SELF, q: Tensor, k: Tensor, v: Tensor, mask: Tensor) -> Tensor:
              seen = torch.where(mask, (self).scores(q, k, ), -1.0e38)
              return torch.matmul(torch.to(torch.softmax(seen, -1), ops.prim.dtype(v)), v)
            """;

    private AttentionSource() {}

    static void write(DecoderShape shape, SourceTemplate module) {
        windows(shape, module);
        Attention attention = shape.attention();
        if (attention.cap() > 0) {
            module.fill("prompt_attention", "(self).capped_and_masked(q, k, v, {mask}, )")
                    .fill("token_attention", "(self).capped(q, k, v, )")
                    .method(
                            SCORES.replace("RATIO", number(attention.scale() / attention.cap()))
                                    .replace("CAP", number(attention.cap())))
                    .method(CAPPED)
                    .method(CAPPED_AND_MASKED);
        } else {
            String scale = number(attention.scale());
            module.fill("prompt_attention", SDPA.formatted("{mask}", scale))
                    .fill("token_attention", SDPA.formatted("None", scale));
        }
    }

    /** The masks of a sequence and the first position that a token sees, for all layers or each. */
    private static void windows(DecoderShape shape, SourceTemplate module) {
        List<Integer> windows = shape.windows();
        module.fill(
                "masked",
                windows.stream()
                        .map(window -> window > 0 ? within("causal", window) : "causal")
                        .map("_0 = torch.append(masks, %s)"::formatted)
                        .collect(Collectors.joining("\n")));
        if (windows.size() == 1) {
            int window = windows.getFirst();
            module.fill("mask", "masks[b]")
                    .fill("since", window > 0 ? since(String.valueOf(window)) : "0");
            return;
        }
        List<Long> reaches =
                shape.layers().stream()
                        .map(layer -> layer.window() > 0 ? layer.window() : EVERYTHING)
                        .toList();
        List<Long> kinds =
                shape.layers().stream()
                        .map(layer -> (long) windows.indexOf(layer.window()))
                        .toList();
        module.attribute("reach", new AttributeValue.Wholes(reaches))
                .attribute("kind", new AttributeValue.Wholes(kinds))
                .fill(
                        "mask",
                        "masks[torch.add(torch.mul(b, KINDS), (self.kind)[layer])]"
                                .replace("KINDS", String.valueOf(windows.size())))
                .fill("since", since("(self.reach)[layer]"));
    }

    private static String within(String mask, int window) {
        return "torch.triu(" + mask + ", torch.sub(start, " + (window - 1) + "))";
    }

    private static String since(String window) {
        return "ops.prim.max(0, torch.sub(end, " + window + "))";
    }

    private static String number(double value) {
        return String.valueOf(value);
    }
}
