package dev.modeldeck.engine.local.text;

import java.util.List;

/**
 * The forward pass in TorchScript. Shapes: x [tokens, hidden]; q, k, v [tokens, heads, size]; keys
 * and values of a slot's layer [kv heads, capacity, size]. The query heads of one key head attend
 * together, so keys and values are never copied for them. Between layers x is float32 whatever the
 * linear maps compute in, which takes a third off the largest errors of bfloat16.
 */
final class DecoderMethods {

    /** Gives float16 bytes their real name; PyTorch types them, DJL cannot. */
    private static final String AS_BFLOAT16 =
            """
            def as_bfloat16(self: SELF, x: Tensor) -> Tensor:
              return torch.set_(torch.empty([0], dtype=15), x)
            """;

    /** What arrives in several pieces because it is too large for one. */
    private static final String JOINED =
            """
            def joined(self: SELF, parts: List[Tensor]) -> Tensor:
              whole = parts[0]
              if torch.gt(torch.len(parts), 1):
                whole = torch.cat(parts)
              return whole
            """;

    private static final String ADD_EMBEDDING =
            """
            def add_embedding(self: SELF, parts: List[Tensor]) -> None:
              weight = (self).joined(parts, )
              _0 = torch.append(self.embedding, (self).place(weight, ops.prim.dtype(weight), ))
              {scale_added}
              return None
            """;

    /** Makes room for positions of a slot, keeping what it has; slots come in order. */
    private static final String RESERVE =
            """
            def reserve(self: SELF, slot: int, used: int, capacity: int) -> None:
              shape = [self.kv_heads, capacity, self.head_size]
              for layer in range(self.layers):
                i = torch.add(torch.mul(slot, self.layers), layer)
                k = torch.new_zeros((self.embedding)[0], shape, dtype=self.dtype)
                v = torch.new_zeros((self.embedding)[0], shape, dtype=self.dtype)
                if torch.lt(i, torch.len(self.keys)):
                  _0 = torch.copy_(torch.slice(k, 1, 0, used), torch.slice((self.keys)[i], 1, 0, used))
                  _1 = torch.copy_(torch.slice(v, 1, 0, used), torch.slice((self.values)[i], 1, 0, used))
                  _2 = torch._set_item(self.keys, i, k)
                  _3 = torch._set_item(self.values, i, v)
                else:
                  _4 = torch.append(self.keys, k)
                  _5 = torch.append(self.values, v)
              return None
            """;

    /** The first positions of one slot's sequence become those of another, which has room. */
    private static final String COPY =
            """
            def copy(self: SELF, source: int, target: int, count: int) -> None:
              for layer in range(self.layers):
                i = torch.add(torch.mul(source, self.layers), layer)
                j = torch.add(torch.mul(target, self.layers), layer)
                _0 = torch.copy_(torch.slice((self.keys)[j], 1, 0, count), torch.slice((self.keys)[i], 1, 0, count))
                _1 = torch.copy_(torch.slice((self.values)[j], 1, 0, count), torch.slice((self.values)[i], 1, 0, count))
              return None
            """;

    private static final String EMBED =
            """
            def embed(self: SELF, ids: Tensor) -> Tensor:
              weight = (self.embedding)[0]
              x = (self).place(torch.embedding(weight, (self).place(ids, 4, )), 6, )
              return {embedded}
            """;

    /**
     * Appends keys and values of new tokens to a slot and returns those of positions from to end.
     */
    private static final String REMEMBER =
            """
            def remember(self: SELF, cache: Tensor, new: Tensor, start: int, end: int, since: int) -> Tensor:
              _0 = torch.copy_(torch.slice(cache, 1, start, end), torch.transpose(new, 0, 1))
              return torch.slice(cache, 1, since, end)
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
     * Several tokens of one sequence at once, from position {@code start}; logits of the last
     * {@code wanted}.
     */
    private static final String PREFILL =
            """
            def prefill(self: SELF, slot: int, ids: Tensor, start: int, places: Tensor, wanted: int) -> Tensor:
              tokens = torch.size(ids, 0)
              end = torch.add(start, tokens)
              group = torch.floordiv(self.heads, self.kv_heads)
              x = (self).embed(ids, )
              {placed}
              {masked}
              for layer in range(self.layers):
                i = torch.add(torch.mul(slot, self.layers), layer)
                q, k, v, = (self).project(x, layer{turn}, )
                k = (self).remember((self.keys)[i], k, start, end, 0, )
                v = (self).remember((self.values)[i], v, start, end, 0, )
                q = torch.permute(torch.view(q, [tokens, self.kv_heads, group, self.head_size]), [1, 2, 0, 3])
                k = torch.expand(torch.unsqueeze(k, 1), [-1, group, -1, -1])
                v = torch.expand(torch.unsqueeze(v, 1), [-1, group, -1, -1])
                y = {prompt_attention}
                y = torch.reshape(torch.permute(y, [2, 0, 1, 3]), [tokens, -1])
                x = (self).finish(x, y, layer, )
              return (self).logits(x, wanted, )
            """;

    /**
     * One token each of several sequences: the linear maps for all at once, attention one by one,
     * so that none sees or waits for the length of another. Logits in the same order.
     */
    private static final String DECODE =
            """
            def decode(self: SELF, slots: List[int], ids: Tensor, starts: List[int], places: Tensor) -> Tensor:
              count = torch.len(slots)
              x = (self).embed(ids, )
              {placed}
              for layer in range(self.layers):
                q, k, v, = (self).project(x, layer{turn}, )
                y = q
                if torch.eq(count, 1):
                  y = (self).attend(q, k, v, torch.add(torch.mul(slots[0], self.layers), layer), starts[0], )
                else:
                  rows = annotate(List[Tensor], [])
                  for b in range(count):
                    i = torch.add(torch.mul(slots[b], self.layers), layer)
                    c = torch.add(b, 1)
                    row = (self).attend(torch.slice(q, 0, b, c), torch.slice(k, 0, b, c), torch.slice(v, 0, b, c), i, starts[b], )
                    _0 = torch.append(rows, row)
                  y = torch.cat(rows)
                x = (self).finish(x, y, layer, )
              return (self).logits(x, count, )
            """;

    /** Attention of one token at position {@code start} over the cache with index {@code i}. */
    private static final String ATTEND =
            """
            def attend(self: SELF, q: Tensor, k: Tensor, v: Tensor, i: int, start: int) -> Tensor:
              end = torch.add(start, 1)
              since = {since}
              k = torch.unsqueeze((self).remember((self.keys)[i], k, start, end, since, ), 0)
              v = torch.unsqueeze((self).remember((self.values)[i], v, start, end, since, ), 0)
              q = torch.view(q, [1, self.kv_heads, torch.floordiv(self.heads, self.kv_heads), self.head_size])
              y = {token_attention}
              return torch.reshape(y, [1, -1])
            """;

    static final List<String> ALL =
            List.of(
                    AS_BFLOAT16,
                    JOINED,
                    ADD_EMBEDDING,
                    RESERVE,
                    COPY,
                    EMBED,
                    REMEMBER,
                    FINISH,
                    LOGITS,
                    PREFILL,
                    ATTEND,
                    DECODE);

    private DecoderMethods() {}
}
