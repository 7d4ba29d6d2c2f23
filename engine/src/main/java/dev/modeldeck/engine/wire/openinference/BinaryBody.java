package dev.modeldeck.engine.wire.openinference;

import dev.modeldeck.engine.inference.Tensor;
import dev.modeldeck.engine.wire.Json;

import tools.jackson.databind.node.ObjectNode;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A body of JSON with the bytes of tensors behind it.
 *
 * @param headLength of the JSON in bytes, told by the header {@link #LENGTH}
 */
public record BinaryBody(byte[] bytes, int headLength) {

    public static final String LENGTH = "Inference-Header-Content-Length";

    public static final String TYPE = "application/octet-stream";

    /** The tensors are those that the JSON names, in its order. */
    static BinaryBody of(ObjectNode head, List<Tensor> tensors) {
        byte[] json = Json.write(head).getBytes(StandardCharsets.UTF_8);
        long size = json.length;
        for (Tensor tensor : tensors) {
            size += TensorBytes.size(tensor);
        }
        ByteBuffer body = ByteBuffer.allocate(Math.toIntExact(size)).order(ByteOrder.LITTLE_ENDIAN);
        body.put(json);
        tensors.forEach(tensor -> TensorBytes.write(tensor, body));
        return new BinaryBody(body.array(), json.length);
    }

    /** The JSON. */
    String head() {
        return new String(bytes, 0, headLength, StandardCharsets.UTF_8);
    }

    /** What stands behind it. */
    ByteBuffer tail() {
        return ByteBuffer.wrap(bytes, headLength, bytes.length - headLength).slice();
    }

    /** Without the values. */
    @Override
    public String toString() {
        return bytes.length + " bytes, " + headLength + " of them JSON";
    }
}
