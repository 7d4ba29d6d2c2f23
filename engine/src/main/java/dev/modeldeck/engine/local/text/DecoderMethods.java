package dev.modeldeck.engine.local.text;

import dev.modeldeck.engine.local.kernels.LinearMaps;

import java.util.List;

/**
 * The forward pass in TorchScript. Shapes: x [tokens, hidden]; q, k, v [tokens, heads, size]; keys
 * and values of a layer, of all sequences, [positions, kv heads, size]. The query heads of one key
 * head attend together, so keys and values are never copied for them. Between layers x is float32
 * whatever the linear maps compute in, which takes a third off the largest errors of bfloat16.
 */
final class DecoderMethods {

    private static final String ADD_EMBEDDING =
            """
            def add_embedding(self: SELF, parts: List[Tensor]) -> None:
              weight = (self).joined(parts, )
              _0 = torch.append(self.embedding, (self).place(weight, ops.prim.dtype(weight), ))
              {scale_added}
              return None
            """;

    /**
     * Makes room for so many positions; memory is taken when one is first written. Attention sees
     * the same memory head by head.
     */
    private static final String RESERVE =
            """
            def reserve(self: SELF, positions: int) -> None:
              self.tiles = {tiles}
              shape = [positions, self.kv_heads, self.head_size]
              for layer in range(self.layers):
                k = torch.new_empty((self.embedding)[0], shape, dtype=self.dtype)
                v = torch.new_empty((self.embedding)[0], shape, dtype=self.dtype)
                _0 = torch.append(self.keys, k)
                _1 = torch.append(self.values, v)
                _2 = torch.append(self.head_keys, torch.transpose(torch.unsqueeze(k, 0), 1, 2))
                _3 = torch.append(self.head_values, torch.transpose(torch.unsqueeze(v, 0), 1, 2))
              return None
            """;

    /** So many positions from one place on become those from another on, which do not overlap. */
    private static final String COPY =
            """
            def copy(self: SELF, source: int, target: int, count: int) -> None:
              i = torch.add(source, count)
              j = torch.add(target, count)
              for layer in range(self.layers):
                k = (self.keys)[layer]
                v = (self.values)[layer]
                _0 = torch.copy_(torch.slice(k, 0, target, j), torch.slice(k, 0, source, i))
                _1 = torch.copy_(torch.slice(v, 0, target, j), torch.slice(v, 0, source, i))
              return None
            """;

    private static final String EMBED =
            """
            def embed(self: SELF, ids: Tensor) -> Tensor:
              weight = (self.embedding)[0]
              x = (self).place(torch.embedding(weight, (self).place(ids, 4, )), 6, )
              return {embedded}
            """;

    /** Output map, residual, norm, MLP, residual. */
    private static final String FINISH =
            """
            def finish(self: SELF, x: Tensor, attended: Tensor, layer: int) -> Tensor:
              x = {attention_sum}
              h = (self).norm(x, (self.mlp_norm)[layer], )
              {activated}
              return {mlp_sum}
            """;

    /**
     * Logits of the last tokens, in float32; the output matrix may come in several blocks of rows.
     */
    private static final String LOGITS =
            """
            def logits(self: SELF, x: Tensor, wanted: int) -> Tensor:
              last = torch.slice(x, 0, torch.sub(torch.size(x, 0), wanted))
              h = (self).norm(last, (self.last_norm)[0], )
              parts = annotate(List[Tensor], [])
              for block in range(torch.len(self.head)):
                _0 = torch.append(parts, (self).head_map(h, block, ))
              return torch.to({logits}, torch.device("cpu"), 6)
            """;

    /**
     * The next tokens of one or several sequences: the linear maps for all at once, attention one
     * sequence after the other, so that none sees or waits for the length of another. A sequence
     * lies from its base on; {@code rows} says where each token goes. Logits of the last {@code
     * wanted} tokens.
     */
    private static final String FORWARD =
            """
            def forward(self: SELF, bases: List[int], starts: List[int], counts: List[int], rows: Tensor, ids: Tensor, places: Tensor, wanted: int) -> Tensor:
              self.prompt = torch.gt(counts[0], {long})
              x = (self).embed(ids, )
              rows = (self).place(rows, 4, )
              {placed}
              masks = (self).masks(x, starts, counts, )
              for layer in range(self.layers):
                q, k, v, = (self).project(x, layer{turn}, )
                _0 = torch.index_copy_((self.keys)[layer], 0, rows, k)
                _1 = torch.index_copy_((self.values)[layer], 0, rows, v)
                y = (self).attend(q, layer, bases, starts, counts, masks, )
                x = (self).finish(x, y, layer, )
              return (self).logits(x, wanted, )
            """;

    /**
     * Attention of each sequence's new tokens, which are the last of what it has in this layer. A
     * single token needs no mask, and its query heads are taken as the tokens of their key head.
     */
    private static final String ATTEND =
            """
            def attend(self: SELF, q: Tensor, layer: int, bases: List[int], starts: List[int], counts: List[int], masks: List[Tensor]) -> Tensor:
              keys = (self.head_keys)[layer]
              values = (self.head_values)[layer]
              group = torch.floordiv(self.heads, self.kv_heads)
              q = torch.view(q, [-1, self.kv_heads, group, self.head_size])
              parts = annotate(List[Tensor], [q])
              if torch.gt(torch.len(counts), 1):
                parts = torch.split_with_sizes(q, counts)
              attended = annotate(List[Tensor], [])
              for b in range(torch.len(counts)):
                q = parts[b]
                end = torch.add(starts[b], counts[b])
                last = torch.add(bases[b], end)
                if torch.eq(counts[b], 1):
                  first = torch.add(bases[b], {since})
                  k = torch.slice(keys, 2, first, last)
                  v = torch.slice(values, 2, first, last)
                  _0 = torch.append(attended, {token_attention})
                else:
                  k = torch.expand(torch.transpose(torch.slice(keys, 2, bases[b], last), 0, 1), [-1, group, -1, -1])
                  v = torch.expand(torch.transpose(torch.slice(values, 2, bases[b], last), 0, 1), [-1, group, -1, -1])
                  q = torch.permute(q, [1, 2, 0, 3])
                  y = {prompt_attention}
                  _1 = torch.append(attended, torch.permute(y, [2, 0, 1, 3]))
              y = attended[0]
              if torch.gt(torch.len(counts), 1):
                y = torch.cat(attended)
              return torch.reshape(y, [-1, torch.mul(self.heads, self.head_size)])
            """;

    /**
     * What each of several new tokens of a sequence sees, one mask for each distance that layers
     * look back.
     */
    private static final String MASKS =
            """
            def masks(self: SELF, x: Tensor, starts: List[int], counts: List[int]) -> List[Tensor]:
              masks = annotate(List[Tensor], [])
              if torch.gt(torch.size(x, 0), torch.len(counts)):
                for b in range(torch.len(counts)):
                  start = starts[b]
                  causal = torch.tril(torch.new_ones(x, [counts[b], torch.add(start, counts[b])], dtype=11), start)
                  {masked}
              return masks
            """;

    /** Where keys or values of a layer begin: all bytes of the first position. */
    private static final String MEMORY =
            """
            def NAME_of(self: SELF, layer: int) -> Tensor:
              first = torch.slice((self.NAME)[layer], 0, 0, 1)
              if torch.eq(self.dtype, 15):
                first = torch.set_(torch.empty([0], dtype=5), first)
              return first
            """;

    static final List<String> ALL =
            List.of(
                    LinearMaps.AS_BFLOAT16,
                    LinearMaps.JOINED,
                    ADD_EMBEDDING,
                    RESERVE,
                    COPY,
                    EMBED,
                    FINISH,
                    LOGITS,
                    MASKS,
                    ATTEND,
                    FORWARD,
                    MEMORY.replace("NAME", "keys"),
                    MEMORY.replace("NAME", "values"));

    private DecoderMethods() {}
}
