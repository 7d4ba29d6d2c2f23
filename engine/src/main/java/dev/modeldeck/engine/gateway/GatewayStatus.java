package dev.modeldeck.engine.gateway;

import java.net.URI;

/** Whether and where the gateway listens. */
public sealed interface GatewayStatus {

    record Listening(URI address) implements GatewayStatus {}

    /** It does not listen, and why: for example because the port is taken. */
    record Down(String why) implements GatewayStatus {}
}
