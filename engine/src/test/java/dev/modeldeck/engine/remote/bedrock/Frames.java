package dev.modeldeck.engine.remote.bedrock;

import software.amazon.eventstream.HeaderValue;
import software.amazon.eventstream.Message;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;

/** Frames of Amazon's event streams, each character a byte. */
final class Frames {

    private Frames() {}

    static String event(String type, String json) {
        return frame(Map.of(":message-type", "event", ":event-type", type), json);
    }

    static String exception(String type, String json) {
        return frame(Map.of(":message-type", "exception", ":exception-type", type), json);
    }

    static String error(String code, String message) {
        return frame(
                Map.of(":message-type", "error", ":error-code", code, ":error-message", message),
                "");
    }

    private static String frame(Map<String, String> headers, String json) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Map<String, HeaderValue> values =
                headers.entrySet().stream()
                        .collect(
                                Collectors.toMap(
                                        Map.Entry::getKey,
                                        header -> HeaderValue.fromString(header.getValue())));
        new Message(values, json.getBytes(StandardCharsets.UTF_8)).encode(out);
        return out.toString(StandardCharsets.ISO_8859_1);
    }
}
