package dev.modeldeck.engine.starter;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A safetensors file: length of the header, header as JSON, plain bytes. */
final class Safetensors {

    private Safetensors() {}

    /** The flat vector cut into named tensors, each number rounded to fp16. */
    static byte[] half(List<ChatShape.Weight> weights, float[] theta) {
        JsonMapper json = JsonMapper.shared();
        ObjectNode header = json.createObjectNode();
        header.putObject("__metadata__").put("format", "pt");
        int offset = 0;
        for (ChatShape.Weight weight : weights) {
            ObjectNode entry = header.putObject(weight.name()).put("dtype", "F16");
            weight.sizes().forEach(entry.putArray("shape")::add);
            entry.putArray("data_offsets").add(offset).add(offset + 2 * weight.count());
            offset += 2 * weight.count();
        }
        String text = json.writeValueAsString(header);
        text += " ".repeat((8 - text.length() % 8) % 8);
        ByteBuffer file =
                ByteBuffer.allocate(8 + text.length() + offset).order(ByteOrder.LITTLE_ENDIAN);
        file.putLong(text.length()).put(text.getBytes(StandardCharsets.US_ASCII));
        for (float value : theta) {
            file.putShort(Float.floatToFloat16(value));
        }
        return file.array();
    }
}
