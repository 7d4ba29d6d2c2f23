package dev.modeldeck.engine.remote.bedrock;

import dev.modeldeck.engine.http.HttpReply;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.remote.RemoteCalls;
import dev.modeldeck.engine.wire.bedrock.ConverseReader;

import software.amazon.eventstream.HeaderValue;
import software.amazon.eventstream.Message;
import software.amazon.eventstream.MessageDecoder;

import tools.jackson.databind.node.ObjectNode;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;

/** Reads the frames of Amazon's event streams, each as soon as it is whole. */
final class EventFrames {

    static final String TYPE = "application/vnd.amazon.eventstream";

    private static final int PIECE = 1 << 14;

    private EventFrames() {}

    /**
     * Passes on the type and body of each event; half a frame at the end of a stream that was cut
     * is none.
     *
     * @param ended whether this is all, be the connection open or not
     * @throws EngineException where a frame is broken, or tells of an exception
     */
    static void read(HttpReply reply, BooleanSupplier ended, BiConsumer<String, ObjectNode> each) {
        Queue<Message> whole = new ArrayDeque<>();
        MessageDecoder decoder = new MessageDecoder(whole::add);
        byte[] piece = new byte[PIECE];
        while (!ended.getAsBoolean()) {
            int count = reply.read(piece);
            if (count < 0) {
                return;
            }
            boolean sound = feed(decoder, piece, count);
            for (Message one = whole.poll(); one != null; one = whole.poll()) {
                pass(one, each);
            }
            if (!sound) {
                throw new EngineException(
                        new Problem.Upstream(
                                "The server's stream is damaged: a frame of it is not what its checksum says. Try again.",
                                502));
            }
        }
    }

    private static boolean feed(MessageDecoder decoder, byte[] piece, int count) {
        try {
            decoder.feed(piece, 0, count);
            return true;
        } catch (IllegalArgumentException broken) {
            return false;
        }
    }

    private static void pass(Message frame, BiConsumer<String, ObjectNode> each) {
        ObjectNode body = body(frame);
        switch (header(frame, ":message-type")) {
            case "exception" ->
                    throw new EngineException(
                            ConverseReader.problem(header(frame, ":exception-type"), body));
            case "error" -> {
                body.put("message", header(frame, ":error-message"));
                throw new EngineException(
                        ConverseReader.problem(header(frame, ":error-code"), body));
            }
            default -> each.accept(header(frame, ":event-type"), body);
        }
    }

    private static ObjectNode body(Message frame) {
        String json = new String(frame.getPayload(), StandardCharsets.UTF_8);
        return RemoteCalls.json(json.isBlank() ? "{}" : json);
    }

    private static String header(Message frame, String name) {
        HeaderValue value = frame.getHeaders().get(name);
        return value == null ? "" : value.getString();
    }
}
