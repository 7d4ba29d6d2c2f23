package dev.modeldeck.engine.local.text;

/** Writes what is done to vectors of tokens before the layers, and to logits after them. */
final class EmbeddingSource {

    /** Rounded as the embedding is stored, since that is how it was multiplied in training. */
    private static final String SCALE_ADDED =
            "_1 = torch.append(self.embedding_scale, torch.to(torch.to((self).place(torch.tensor(%s), 6, ), ops.prim.dtype(weight)), 6))";

    private static final String CAPPED_LOGITS =
            """
            def capped_logits(self: SELF, x: Tensor) -> Tensor:
              return torch.mul_(torch.tanh_(torch.div_(torch.to(x, 6), CAP)), CAP)
            """;

    private EmbeddingSource() {}

    static void write(DecoderShape shape, SourceTemplate module) {
        double scale = shape.embedding().scale();
        if (scale == 1) {
            module.fill("scale_added", "").fill("embedded", "x");
        } else {
            module.list("embedding_scale", "Tensor")
                    .fill("scale_added", SCALE_ADDED.formatted(scale))
                    .fill("embedded", "torch.mul(x, (self.embedding_scale)[0])");
        }
        String logits = "torch.cat(parts, 1)";
        if (shape.logitCap() == 0) {
            module.fill("logits", logits);
        } else {
            module.fill("logits", "(self).capped_logits(" + logits + ", )")
                    .method(CAPPED_LOGITS.replace("CAP", String.valueOf(shape.logitCap())));
        }
    }
}
