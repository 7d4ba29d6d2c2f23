package dev.modeldeck.engine.wire;

import dev.modeldeck.engine.inference.InferenceResult;
import dev.modeldeck.engine.inference.Payload;
import dev.modeldeck.engine.inference.TextChunk;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.kernel.RequestId;

import tools.jackson.databind.node.ObjectNode;

import java.time.Instant;
import java.util.List;

/** A protocol in which endpoints can be called: pure translation, no state. */
public interface Dialect {

    /** Stable word, for example {@code openai-chat}; recorded with each call. */
    String id();

    /** The endpoint that a body names; empty where it names none (the path tells it then). */
    default String endpoint(ObjectNode body) {
        return "";
    }

    /**
     * Understands the body of a call.
     *
     * @throws EngineException with an invalid-request problem that names the parameter at fault
     */
    Asked read(ObjectNode body);

    /** The body of an error answer. */
    ObjectNode error(Problem problem);

    /** A call that was understood. */
    interface Asked {

        Payload payload();

        default boolean streamed() {
            return false;
        }

        /** The whole answer. */
        ObjectNode answer(Stamp stamp, InferenceResult result);

        /** Asked for each streamed answer once. */
        default Events events(Stamp stamp) {
            throw new IllegalStateException("this dialect does not stream");
        }
    }

    /** Makes the events of one streamed answer, piece by piece. */
    interface Events {

        List<ObjectNode> chunk(TextChunk chunk);

        List<ObjectNode> end(InferenceResult result);
    }

    /**
     * What an answer says about where it comes from.
     *
     * @param endpoint as the caller named it
     */
    record Stamp(RequestId id, Instant at, String endpoint, String servedEntity) {}
}
