package dev.modeldeck.engine.local.text;

import dev.modeldeck.engine.local.torchscript.AttributeValue;
import dev.modeldeck.engine.local.torchscript.AttributeValue.Decimal;
import dev.modeldeck.engine.local.torchscript.TensorType;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes the norms of a decoder. RMSNorm, which divides x by the root of its mean square plus
 * epsilon, is computed as x / hypot(|x|, floor) with floor² = size * epsilon; the root of the size
 * is in the weight. Half the time of {@code torch.rms_norm} for one token.
 */
final class NormSource {

    private static final String RMS =
            """
            def norm(self: SELF, x: Tensor, weight: Tensor) -> Tensor:
              length = torch.hypot(torch.linalg_vector_norm(x, 2, [1], True), self.floor)
              return torch.to(torch.mul(torch.div(x, length), weight), self.dtype)
            """;

    /** What a part of a layer gives is normalised before it is added to x. */
    private static final String ADD_NORMED =
            """
            def add_normed(self: SELF, x: Tensor, part: Tensor, weight: Tensor) -> Tensor:
              part = torch.to(part, 6)
              length = torch.hypot(torch.linalg_vector_norm(part, 2, [1], True), self.floor)
              return torch.addcmul(x, torch.div(part, length), weight)
            """;

    private static final String LAYER =
            """
            def norm(self: SELF, x: Tensor, weight: Tuple[Tensor, Tensor]) -> Tensor:
              scale, shift, = weight
              return torch.to(torch.layer_norm(x, [HIDDEN], scale, shift, EPSILON), self.dtype)
            """;

    private static final String ADD =
            """
            def add_NAME(self: SELF, parts: List[Tensor]) -> None:
              _0 = torch.append(self.NAME, {norm_weight})
              return None
            """;

    private static final String READ =
            """
            def NAME_of(self: SELF, i: int) -> Tensor:
              return (self.NAME)[i]
            """;

    private static final String ADDED = "(self).add_normed(x, %s, (self.%s)[layer], )";
    private static final String ATTENDED = "(self).output_map(attended, layer, )";
    private static final String DOWN = "(self).down_map(h, layer, )";
    private static final String WEIGHT = "(self).place(parts[0], 6, )";

    /** The weights of the norms of query and key heads, once for each head. */
    private static final String ADD_HEAD_NORM =
            """
            def add_head_norm(self: SELF, parts: List[Tensor]) -> None:
              q = torch.expand((self).place(parts[0], 6, ), [self.heads, -1])
              k = torch.expand((self).place(parts[1], 6, ), [self.kv_heads, -1])
              _0 = torch.append(self.head_norm, torch.mul({head_weight}, self.head_root))
              return None
            """;

    /** RMSNorm of each query and key head. */
    private static final String HEAD_NORM =
            """
            def heads_normed(self: SELF, qk: Tensor, layer: int) -> Tensor:
              x = torch.to(qk, 6)
              length = torch.hypot(torch.linalg_vector_norm(x, 2, [2], True), self.head_floor)
              return torch.mul(torch.div(x, length), (self.head_norm)[layer])
            """;

    private NormSource() {}

    static void write(DecoderShape shape, SourceTemplate module) {
        Norm norm = shape.norm();
        if (norm.kind() == Norm.Kind.LAYER) {
            module.fill("norm_weight", "(" + WEIGHT + ", (self).place(parts[1], 6, ))")
                    .method(
                            LAYER.replace("HIDDEN", String.valueOf(shape.hidden()))
                                    .replace("EPSILON", String.valueOf(norm.epsilon())));
        } else {
            module.attribute("root", new Decimal(Math.sqrt(shape.hidden())))
                    .attribute("floor", scalar(Math.sqrt(shape.hidden() * norm.epsilon())))
                    .fill("norm_weight", "torch.mul(" + above(norm, WEIGHT) + ", self.root)")
                    .method(RMS);
        }
        lists(norm, module);
        heads(shape, module);
    }

    private static void lists(Norm norm, SourceTemplate module) {
        String type = norm.kind() == Norm.Kind.LAYER ? "Tuple[Tensor, Tensor]" : "Tensor";
        List<String> lists = new ArrayList<>(List.of("attention_norm", "mlp_norm", "last_norm"));
        if (norm.after()) {
            lists.addAll(List.of("attention_post_norm", "mlp_post_norm"));
            module.fill("attention_sum", ADDED.formatted(ATTENDED, "attention_post_norm"))
                    .fill("mlp_sum", ADDED.formatted(DOWN, "mlp_post_norm"))
                    .method(ADD_NORMED);
        } else {
            module.fill("attention_sum", "torch.add_(x, " + ATTENDED + ")")
                    .fill("mlp_sum", "torch.add_(x, " + DOWN + ")");
        }
        lists.forEach(list -> module.list(list, type).method(ADD.replace("NAME", list)));
        if (norm.kind() != Norm.Kind.LAYER) {
            lists.forEach(list -> module.method(READ.replace("NAME", list)));
        }
    }

    private static void heads(DecoderShape shape, SourceTemplate module) {
        String heads = "torch.slice(qkv, 1, 0, turned)";
        if (!shape.attention().headNorm()) {
            module.fill("heads", heads);
            return;
        }
        int size = shape.attention().headSize();
        module.list("head_norm", "Tensor")
                .attribute("head_root", new Decimal(Math.sqrt(size)))
                .attribute("head_floor", scalar(Math.sqrt(size * shape.norm().epsilon())))
                .fill("heads", "(self).heads_normed(" + heads + ", layer, )")
                .fill("head_weight", above(shape.norm(), "torch.cat([q, k])"))
                .method(ADD_HEAD_NORM)
                .method(READ.replace("NAME", "head_norm"))
                .method(HEAD_NORM);
    }

    /** A weight of RMSNorm as it is multiplied by. */
    private static String above(Norm norm, String weight) {
        return norm.kind() == Norm.Kind.RMS_ABOVE_ONE ? "torch.add(" + weight + ", 1)" : weight;
    }

    private static AttributeValue scalar(double value) {
        ByteBuffer bytes = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN);
        return new AttributeValue.DenseTensor(
                TensorType.FLOAT32, List.of(), bytes.putFloat((float) value).flip(), false);
    }
}
