package dev.modeldeck.engine.gateway;

import java.net.URI;

/** Whether and where the gateway listens. */
public sealed interface GatewayStatus {

    record Listening(URI address) implements GatewayStatus {}

    /**
     * It does not listen. While its port is taken it tries again by itself.
     *
     * @param why what is the matter in a first sentence, then what to do about it
     */
    record Down(String why) implements GatewayStatus {

        /** What is the matter, for where there is little room. */
        public String brief() {
            int end = why.indexOf(". ");
            return end < 0 ? why : why.substring(0, end);
        }
    }
}
