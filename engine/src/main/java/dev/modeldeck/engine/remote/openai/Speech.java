package dev.modeldeck.engine.remote.openai;

import dev.modeldeck.engine.wire.openai.Accepts;
import dev.modeldeck.engine.wire.openai.Streaming;

/**
 * How a server of OpenAI's protocol is spoken to.
 *
 * @param accepts which parameters it takes
 * @param streaming what its streams are asked to tell
 * @param responses whether chats go to {@code /responses} instead of {@code /chat/completions}
 * @param ours whether it is a Modeldeck, or may be one, which is told where nothing may be ignored
 */
public record Speech(Accepts accepts, Streaming streaming, boolean responses, boolean ours) {

    private static final Streaming USAGE_AT_END = new Streaming(true, true, false);

    /** Everything we know, with tokens counted in each piece: our own workers and gateways. */
    public static Speech own() {
        return new Speech(Accepts.everything(), Streaming.COUNTED, false, true);
    }

    /** With the usage at the end, as OpenAI has it. */
    static Speech of(Accepts accepts) {
        return new Speech(accepts, USAGE_AT_END, false, false);
    }

    /** Of a server of which nobody knows what it is. */
    Speech perhapsOurs() {
        return new Speech(accepts, streaming, responses, true);
    }

    Speech counted() {
        return new Speech(accepts, Streaming.COUNTED, responses, ours);
    }

    Speech responses(boolean asked) {
        return new Speech(accepts, streaming, asked, ours);
    }
}
