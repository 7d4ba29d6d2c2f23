package dev.modeldeck.engine.local.encoder;

/**
 * The forward pass in TorchScript. Texts come end to end, [tokens, hidden], those of one length
 * beside each other: linear maps see all tokens at once, and texts of one length attend at once,
 * each to itself. So nothing is padded or masked, and no text can see another. Between layers x is
 * float32 whatever the linear maps compute in.
 */
final class EncoderMethods {

    /** Tables are kept as they are stored. */
    static final String ADD_TABLE =
            """
            def add_NAME(self: SELF, parts: List[Tensor]) -> None:
              whole = (self).joined(parts, )
              _0 = torch.append(self.NAME, (self).place(whole, ops.prim.dtype(whole), ))
              return None
            """;

    /** Norms, heads and biases of distances are few and exact. */
    static final String ADD_EXACT =
            """
            def add_NAME(self: SELF, parts: List[Tensor]) -> None:
              _0 = torch.append(self.NAME, torch.contiguous((self).place(parts[0], 6, )))
              return None
            """;

    static final String LOOK_UP =
            """
            def look_up(self: SELF, table: Tensor, ids: Tensor) -> Tensor:
              return torch.to(torch.embedding(table, (self).place(ids, 4, )), 6)
            """;

    static final String NORM =
            """
            def norm(self: SELF, x: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
              return torch.layer_norm(x, [self.hidden], weight, bias, self.epsilon)
            """;

    /** {@code TYPES} adds the token types where the family has them. */
    static final String EMBED =
            """
            def embed(self: SELF, ids: Tensor, places: Tensor, kinds: Tensor) -> Tensor:
              x = (self).look_up((self.words)[0], ids, )
              x = torch.add(x, (self).look_up((self.positions)[0], places, ))
              TYPES
              return (self).norm(x, (self.embedding_norm)[0], (self.embedding_norm_bias)[0], )
            """;

    static final String TYPES = "x = torch.add(x, (self).look_up((self.types)[0], kinds, ))";

    /** Attention of texts of one length, {@code qkv} [texts * length, 3 * hidden]. */
    static final String ATTEND =
            """
            def attend(self: SELF, qkv: Tensor, texts: int, length: int, bias: Optional[Tensor]) -> Tensor:
              split = torch.view(qkv, [texts, length, 3, self.heads, self.head_size])
              q, k, v, = torch.unbind(torch.permute(split, [2, 0, 3, 1, 4]))
              y = torch.scaled_dot_product_attention(q, k, v, bias)
              return torch.reshape(torch.permute(y, [0, 2, 1, 3]), [torch.mul(texts, length), self.hidden])
            """;

    static final String LAYER =
            """
            def layer(self: SELF, x: Tensor, i: int, texts: List[int], lengths: List[int], biases: List[Tensor]) -> Tensor:
              qkv = (self).qkv_map(torch.to(x, self.dtype), i, )
              parts = annotate(List[Tensor], [])
              at = 0
              for r in range(torch.len(texts)):
                end = torch.add(at, torch.mul(texts[r], lengths[r]))
                bias = annotate(Optional[Tensor], None)
                if torch.gt(torch.len(biases), 0):
                  bias = torch.to(biases[r], ops.prim.dtype(qkv))
                y = (self).attend(torch.slice(qkv, 0, at, end), texts[r], lengths[r], bias, )
                _0 = torch.append(parts, y)
                at = end
              y = (self).output_map(torch.cat(parts), i, )
              x = (self).norm(torch.add(x, y), (self.attention_norm)[i], (self.attention_norm_bias)[i], )
              h = (self).up_map(torch.to(x, self.dtype), i, )
              y = (self).down_map(ACTIVATION, i, )
              return (self).norm(torch.add(x, y), (self.output_norm)[i], (self.output_norm_bias)[i], )
            """;

    static final String NO_BIAS =
            """
            def bias(self: SELF, length: int) -> Tensor:
              return torch.empty([0])
            """;

    /**
     * The bias of each pair of tokens by their distance, [1, heads, length, length], as MPNet has
     * it (buckets as in T5, Raffel et al. 2020): half of the buckets for either direction; of
     * these, half for one distance each, the others ever wider up to 128.
     */
    static final String BIAS =
            """
            def bias(self: SELF, length: int) -> Tensor:
              place = torch.arange(length)
              ahead = torch.sub(torch.unsqueeze(place, 0), torch.unsqueeze(place, 1))
              far = torch.abs(ahead)
              growth = torch.div(torch.log(torch.div(torch.to(far, 6), 8)), LOG)
              wide = torch.add(torch.to(torch.mul(growth, 8), 4), 8)
              wide = torch.clamp_max(wide, 15)
              bucket = torch.where(torch.lt(far, 8), far, wide)
              bucket = torch.add(bucket, torch.mul(torch.to(torch.gt(ahead, 0), 4), 16))
              bias = torch.embedding((self.distances)[0], (self).place(bucket, 4, ))
              return torch.contiguous(torch.unsqueeze(torch.permute(bias, [2, 0, 1]), 0))
            """
                    .replace("LOG", Double.toString(Math.log(16)));

    /**
     * Whole texts: the tokens of all end to end; texts and lengths are those of each run of texts
     * of one length; the first {@code skips} tokens of its texts count in no pooling.
     */
    static final String RUN =
            """
            def run(self: SELF, ids: Tensor, places: Tensor, kinds: Tensor, texts: List[int], lengths: List[int], skips: List[int]) -> Tensor:
              x = (self).embed(ids, places, kinds, )
              biases = annotate(List[Tensor], [])
              if self.biased:
                for r in range(torch.len(texts)):
                  _0 = torch.append(biases, (self).bias(lengths[r], ))
              for i in range(self.layers):
                x = (self).layer(x, i, texts, lengths, biases, )
              parts = annotate(List[Tensor], [])
              at = 0
              for r in range(torch.len(texts)):
                end = torch.add(at, torch.mul(texts[r], lengths[r]))
                whole = torch.view(torch.slice(x, 0, at, end), [texts[r], lengths[r], self.hidden])
                _1 = torch.append(parts, (self).pool(whole, skips[r], ))
                at = end
              return torch.to((self).finish(torch.cat(parts), ), torch.device("cpu"), 6)
            """;

    private EncoderMethods() {}
}
