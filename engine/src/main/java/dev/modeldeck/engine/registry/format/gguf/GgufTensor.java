package dev.modeldeck.engine.registry.format.gguf;

import java.util.List;

/**
 * A tensor of a GGUF file.
 *
 * @param shape outermost first, as everywhere else; the file has it the other way round
 * @param offset of its bytes in the file
 */
public record GgufTensor(String name, List<Long> shape, GgufType type, long offset) {

    public GgufTensor {
        shape = List.copyOf(shape);
    }

    public long elements() {
        return shape.stream().reduce(1L, (a, b) -> a * b);
    }

    public long bytes() {
        return elements() / type.blockElements() * type.blockBytes();
    }
}
