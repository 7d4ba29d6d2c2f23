package dev.modeldeck.engine.starter;

import dev.modeldeck.engine.local.torchscript.AttributeValue;
import dev.modeldeck.engine.local.torchscript.ModuleSource;

import java.util.List;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Collectors;

/**
 * A Llama decoder to be trained, as TorchScript: plain linear layers and whole sequences, so that
 * gradients flow. All weights are slices of one vector, {@code theta}; then a step of the optimiser
 * is one call.
 */
final class ChatNetwork {

    private static final String FORWARD =
            """
            def forward(self: SELF, tokens: Tensor, targets: Tensor) -> Tensor:
              logits = (self).logits(tokens, 15, )
              return torch.cross_entropy_loss(torch.flatten(logits, 0, 1), torch.flatten(targets, 0, 1), None, 1, -100, 0.)
            """;
    private static final String BEST =
            """
            def best(self: SELF, tokens: Tensor) -> Tensor:
              return torch.argmax((self).logits(tokens, 6, ), -1)
            """;
    private static final String LOGITS =
            """
            def logits(self: SELF, tokens: Tensor, dtype: int) -> Tensor:
              w = torch.split_with_sizes(torch.to(self.theta, dtype), [$SIZES], 0)
              length = torch.size(tokens, 1)
              cos = torch.slice(self.cos, 0, 0, length)
              sin = torch.slice(self.sin, 0, 0, length)
              embedding = torch.view((w)[0], [$VOCABULARY, $HIDDEN])
              x = torch.to(torch.embedding(embedding, tokens), 6)
            $LAYERS
              x = (self).norm(x, (w)[$NORM_AT], )
              return torch.to(torch.linear(x, torch.view((w)[$HEAD_AT], [$VOCABULARY, $HIDDEN]), None), 6)
            """;
    private static final String ATTENTION =
            """
            def attention(self: SELF, x: Tensor, cos: Tensor, sin: Tensor, w: List[Tensor], at: int) -> Tensor:
              rows = torch.size(x, 0)
              length = torch.size(x, 1)
              h = (self).norm(x, (w)[at], )
              q = torch.linear(h, torch.view((w)[torch.add(at, 1)], [$HIDDEN, $HIDDEN]), None)
              k = torch.linear(h, torch.view((w)[torch.add(at, 2)], [$KV_SIZE, $HIDDEN]), None)
              v = torch.linear(h, torch.view((w)[torch.add(at, 3)], [$KV_SIZE, $HIDDEN]), None)
              q = (self).rotate(torch.transpose(torch.view(q, [rows, length, $HEADS, $HEAD]), 1, 2), cos, sin, )
              k = (self).rotate(torch.transpose(torch.view(k, [rows, length, $KV_HEADS, $HEAD]), 1, 2), cos, sin, )
              v = torch.transpose(torch.view(v, [rows, length, $KV_HEADS, $HEAD]), 1, 2)
              k = torch.repeat_interleave(k, $GROUP, 1)
              v = torch.repeat_interleave(v, $GROUP, 1)
              a = torch.scaled_dot_product_attention(q, k, v, None, 0., True)
              a = torch.reshape(torch.transpose(a, 1, 2), [rows, length, $HIDDEN])
              return torch.linear(a, torch.view((w)[torch.add(at, 4)], [$HIDDEN, $HIDDEN]), None)
            """;
    private static final String NORM =
            """
            def norm(self: SELF, x: Tensor, weight: Tensor) -> Tensor:
              normed = torch.rms_norm(x, [$HIDDEN], torch.to(weight, 6), $EPSILON)
              return torch.to(normed, ops.prim.dtype(weight))
            """;
    private static final String ROTATE =
            """
            def rotate(self: SELF, x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
              first = torch.slice(x, 3, 0, $HALF)
              second = torch.slice(x, 3, $HALF, $HEAD)
              turned = torch.cat([torch.neg(second), first], 3)
              return torch.to(torch.add(torch.mul(x, cos), torch.mul(turned, sin)), ops.prim.dtype(x))
            """;
    private static final String FEED_FORWARD =
            """
            def feed_forward(self: SELF, x: Tensor, w: List[Tensor], at: int) -> Tensor:
              h = (self).norm(x, (w)[torch.add(at, 5)], )
              gate = torch.linear(h, torch.view((w)[torch.add(at, 6)], [$WIDE, $HIDDEN]), None)
              up = torch.linear(h, torch.view((w)[torch.add(at, 7)], [$WIDE, $HIDDEN]), None)
              wide = torch.mul(torch.silu(gate), up)
              return torch.linear(wide, torch.view((w)[torch.add(at, 8)], [$HIDDEN, $WIDE]), None)
            """;
    private static final String LAYER =
            """
              x = torch.add(x, (self).attention(x, cos, sin, w, %1$d, ))
              x = torch.add(x, (self).feed_forward(x, w, %1$d, ))
            """;

    private final ChatShape shape;

    ChatNetwork(ChatShape shape) {
        this.shape = shape;
    }

    /** The module with the given weights, in the order of {@link ChatShape#weights()}. */
    ModuleSource module(float[] theta) {
        int head = shape.headSize();
        IntToDoubleFunction angle =
                i -> (i / head) * Math.pow(ChatShape.ROPE_THETA, -2.0 * (i % (head / 2)) / head);
        return ModuleSource.named("Chat")
                .attribute(
                        "theta", Floats.tensor(List.of((long) theta.length), i -> theta[i], true))
                .attribute("cos", table(i -> Math.cos(angle.applyAsDouble(i))))
                .attribute("sin", table(i -> Math.sin(angle.applyAsDouble(i))))
                .method(filled(NORM))
                .method(filled(ROTATE))
                .method(filled(ATTENTION))
                .method(filled(FEED_FORWARD))
                .method(filled(LOGITS))
                .method(BEST)
                .method(FORWARD)
                .build();
    }

    /**
     * Norms of 1, else normal weights: large embeddings, so that the residual stream bears the
     * first steps of the optimiser, and small ones where a branch joins it and in the head.
     */
    float[] randomWeights(Random random) {
        float[] theta = new float[shape.parameters()];
        int at = 0;
        for (ChatShape.Weight weight : shape.weights()) {
            boolean norm = weight.sizes().size() == 1;
            double deviation = deviation(weight.name());
            for (int i = 0; i < weight.count(); i++) {
                theta[at++] = norm ? 1 : (float) (random.nextGaussian() * deviation);
            }
        }
        return theta;
    }

    private double deviation(String name) {
        boolean joins = name.endsWith("o_proj.weight") || name.endsWith("down_proj.weight");
        if (name.startsWith("model.embed")) {
            return 0.5;
        }
        return joins || name.equals("lm_head.weight") ? 0.015 : 0.045;
    }

    private AttributeValue table(IntToDoubleFunction value) {
        return Floats.tensor(
                List.of((long) shape.context(), (long) shape.headSize()), value, false);
    }

    private String filled(String source) {
        List<ChatShape.Weight> weights = shape.weights();
        StringBuilder layers = new StringBuilder();
        for (int layer = 0; layer < shape.layers(); layer++) {
            layers.append(LAYER.formatted(1 + layer * ChatShape.PER_LAYER));
        }
        String sizes =
                weights.stream()
                        .map(weight -> Integer.toString(weight.count()))
                        .collect(Collectors.joining(", "));
        return source.replace("$LAYERS", layers.toString().stripTrailing())
                .replace("$SIZES", sizes)
                .replace("$VOCABULARY", Integer.toString(shape.vocabulary()))
                .replace("$HIDDEN", Integer.toString(shape.hidden()))
                .replace("$WIDE", Integer.toString(shape.intermediate()))
                .replace("$KV_SIZE", Integer.toString(shape.keyValueSize()))
                .replace("$KV_HEADS", Integer.toString(shape.keyValueHeads()))
                .replace("$NORM_AT", Integer.toString(weights.size() - 2))
                .replace("$HEAD_AT", Integer.toString(weights.size() - 1))
                .replace("$HEADS", Integer.toString(shape.heads()))
                .replace("$HEAD", Integer.toString(shape.headSize()))
                .replace("$HALF", Integer.toString(shape.headSize() / 2))
                .replace("$GROUP", Integer.toString(shape.heads() / shape.keyValueHeads()))
                .replace("$EPSILON", Double.toString(ChatShape.NORM_EPSILON));
    }
}
