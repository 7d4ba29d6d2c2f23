package dev.modeldeck.engine;

/**
 * What a person can set; kept in the database.
 *
 * @param bindAddress 127.0.0.1 unless the person says otherwise
 * @param port of the gateway
 * @param accessToken required from every client where not empty; must not be empty when bound to
 *     more than loopback
 * @param logBodies whether request and answer texts are kept in the log
 * @param logDays days that log rows are kept
 * @param executionLimitSeconds longest time of a call
 */
public record EngineSettings(
        String bindAddress,
        int port,
        String accessToken,
        boolean logBodies,
        int logDays,
        int executionLimitSeconds) {

    public static final int DEFAULT_PORT = 8765;

    public static EngineSettings defaults() {
        return new EngineSettings("127.0.0.1", DEFAULT_PORT, "", true, 30, 297);
    }
}
