package dev.modeldeck.engine.registry.format.huggingface;

import dev.modeldeck.engine.registry.Inspection;

import java.util.List;
import java.util.function.Predicate;

/**
 * What the local engine makes of a config.json, as far as an inspection needs it.
 *
 * @param contextLength most tokens of prompt and answer
 * @param hidden numbers of a token's vector
 * @param embeddings what the matrix of these vectors may be called in the weights
 * @param covers whether a tensor of that name is loaded, among others of a larger model
 */
public record DecoderOutline(
        int contextLength,
        Inspection.TextShape shape,
        int hidden,
        List<String> embeddings,
        Predicate<String> covers) {

    public DecoderOutline {
        embeddings = List.copyOf(embeddings);
    }
}
