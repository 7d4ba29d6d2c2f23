package dev.modeldeck.engine.connections;

/**
 * A connection as it is at one moment.
 *
 * @param server id of the kind of server, as set or as recognised; empty while unknown
 * @param evidence how it was recognised; empty where it was set, or is unknown
 */
public record ConnectionView(
        Connection connection, String server, String evidence, Health health) {}
