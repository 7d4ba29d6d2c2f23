package dev.modeldeck.engine.http;

import java.nio.charset.StandardCharsets;

/**
 * What a request carries. The bytes are not copied, since they may be many: whoever made them
 * leaves them alone.
 */
public record HttpBody(byte[] bytes, String contentType) {

    public static HttpBody json(String json) {
        return new HttpBody(json.getBytes(StandardCharsets.UTF_8), "application/json");
    }

    /** Without the bytes, which hold prompts. */
    @Override
    public String toString() {
        return contentType + ", " + bytes.length + " bytes";
    }
}
