package dev.modeldeck.engine.local.text;

import dev.modeldeck.engine.local.torchscript.AttributeValue;
import dev.modeldeck.engine.local.torchscript.TensorType;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * Writes how a decoder knows positions: queries and keys are turned, by one rotation or by one of
 * several for each layer; or a learnt vector is added to each token's.
 */
final class PositionSource {

    /** Norm, query, key and value maps, norms of heads, rotary positions. */
    private static final String PROJECT_AND_TURN =
            """
            def project(self: SELF, x: Tensor, layer: int, cos: Tensor, sin: Tensor) -> Tuple[Tensor, Tensor, Tensor]:
              h = (self).norm(x, (self.attention_norm)[layer], )
              turned = torch.add(self.heads, self.kv_heads)
              qkv = torch.view((self).qkv_map(h, layer, ), [-1, torch.add(turned, self.kv_heads), self.head_size])
              qk = torch.to({heads}, 6)
              swapped = torch.roll(qk, [torch.floordiv(self.head_size, 2)], [2])
              qk = torch.to(torch.addcmul(torch.mul(qk, cos), swapped, sin), self.dtype)
              q = torch.slice(qk, 1, 0, self.heads)
              k = torch.slice(qk, 1, self.heads, turned)
              v = torch.slice(qkv, 1, turned)
              return (q, k, v)
            """;

    private static final String PROJECT =
            """
            def project(self: SELF, x: Tensor, layer: int) -> Tuple[Tensor, Tensor, Tensor]:
              h = (self).norm(x, (self.attention_norm)[layer], )
              qkv = torch.view((self).qkv_map(h, layer, ), [-1, torch.add(self.heads, torch.mul(self.kv_heads, 2)), self.head_size])
              q, k, v, = torch.split_with_sizes(qkv, [self.heads, self.kv_heads, self.kv_heads], 1)
              return (q, k, v)
            """;

    private static final String ADD_POSITIONS =
            """
            def add_positions(self: SELF, parts: List[Tensor]) -> None:
              _0 = torch.append(self.positions, (self).place((self).joined(parts, ), 6, ))
              return None
            """;

    private PositionSource() {}

    static void write(DecoderShape shape, SourceTemplate module) {
        if (shape.embedding().positions()) {
            learnt(module);
        } else {
            turned(shape, module);
        }
    }

    private static void learnt(SourceTemplate module) {
        module.list("positions", "Tensor")
                .method(ADD_POSITIONS)
                .fill(
                        "placed",
                        "x = torch.add(x, torch.embedding((self.positions)[0], (self).place(places, 4, )))")
                .fill("turn", "")
                .method(PROJECT);
    }

    private static void turned(DecoderShape shape, SourceTemplate module) {
        List<Rope> ropes = shape.ropes();
        module.method(PROJECT_AND_TURN)
                .fill("placed", "cos, sin, = torch.unbind((self).place(places, 6, ))")
                .fill("turn", ", cos, sin");
        if (ropes.size() > 1) {
            List<Long> turns =
                    shape.layers().stream()
                            .map(layer -> (long) ropes.indexOf(layer.rope()))
                            .toList();
            module.attribute("turn", new AttributeValue.Wholes(turns))
                    .fill(
                            "placed",
                            """
                            cosines, sines, = torch.unbind((self).place(places, 6, ))
                            cos = torch.unbind(cosines)
                            sin = torch.unbind(sines)
                            """)
                    .fill("turn", ", (cos)[(self.turn)[layer]], (sin)[(self.turn)[layer]]");
        }
        if (shape.attention().turnsInPart()) {
            module.attribute("order", order(shape.attention()));
        }
    }

    /**
     * In which order rows of the map to queries, keys and values are taken, so that in a head of
     * which a part turns the pairs of that part lie half a head apart, as they do in one that turns
     * as a whole. Queries and keys are reordered alike, which leaves their products as they are.
     */
    private static AttributeValue order(Attention attention) {
        int size = attention.headSize();
        int half = size / 2;
        int pairs = attention.turned() / 2;
        int rows = attention.queries() + 2 * attention.keys();
        ByteBuffer order = ByteBuffer.allocate(Long.BYTES * rows).order(ByteOrder.LITTLE_ENDIAN);
        for (int row = 0; row < rows; row++) {
            int i = row % half;
            boolean second = row % size >= half;
            int taken = i < pairs ? i + (second ? pairs : 0) : i + (second ? half : pairs);
            order.putLong(
                    row < attention.queries() + attention.keys() ? row / size * size + taken : row);
        }
        return new AttributeValue.DenseTensor(
                TensorType.INT64, List.of((long) rows), order.flip(), false);
    }
}
