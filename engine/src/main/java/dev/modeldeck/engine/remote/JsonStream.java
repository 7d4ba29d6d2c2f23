package dev.modeldeck.engine.remote;

import dev.modeldeck.engine.http.HttpReply;
import dev.modeldeck.engine.http.JsonLines;
import dev.modeldeck.engine.http.ServerSentEvents;
import dev.modeldeck.engine.kernel.EngineException;

import tools.jackson.databind.node.ObjectNode;

import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Reads answers that come as one JSON object after the other. */
public final class JsonStream {

    private static final String END = "[DONE]";

    private JsonStream() {}

    /** Passes on each event, until the one that ends the stream. */
    public static void events(HttpReply reply, Consumer<ObjectNode> each) {
        events(reply, () -> false, each);
    }

    /**
     * @param ended whether this is all, be the connection open or not; asked before each event
     */
    public static void events(HttpReply reply, BooleanSupplier ended, Consumer<ObjectNode> each) {
        ServerSentEvents events = reply.events();
        while (!ended.getAsBoolean()) {
            String data = events.next();
            if (data == null || data.strip().equals(END)) {
                return;
            }
            each.accept(RemoteCalls.json(data));
        }
    }

    /**
     * Passes on each line; half a line at the end of a stream that was cut is none.
     *
     * @param ended whether this is all, be the connection open or not; asked before each line
     */
    public static void lines(HttpReply reply, BooleanSupplier ended, Consumer<ObjectNode> each) {
        JsonLines lines = reply.lines();
        for (boolean begun = false; !ended.getAsBoolean(); begun = true) {
            String line = lines.next();
            if (line == null) {
                return;
            }
            ObjectNode json;
            try {
                json = RemoteCalls.json(line);
            } catch (EngineException e) {
                if (begun && lines.next() == null) {
                    return;
                }
                throw e;
            }
            each.accept(json);
        }
    }
}
