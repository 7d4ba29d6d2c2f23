package dev.modeldeck.engine;

import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;

import java.net.InetAddress;
import java.util.regex.Pattern;

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
 * @param repository address of the Maven repository from which libraries for cards are fetched
 */
public record EngineSettings(
        String bindAddress,
        int port,
        String accessToken,
        boolean logBodies,
        int logDays,
        int executionLimitSeconds,
        String repository) {

    /** Maven Central. */
    public static final String DEFAULT_REPOSITORY = "https://repo1.maven.org/maven2";

    public static final int DEFAULT_PORT = 8765;

    private static final int LAST_PORT = 65_535;
    private static final int MOST_DAYS = 3_650;
    private static final int MOST_SECONDS = 86_400;

    private static final Pattern ADDRESS = Pattern.compile("https?://[!-~&&[^?#]]+");

    /** What fits into an HTTP header as it is. */
    private static final Pattern TOKEN = Pattern.compile("[!-~]*");

    public static EngineSettings defaults() {
        return new EngineSettings("127.0.0.1", DEFAULT_PORT, "", true, 30, 297, DEFAULT_REPOSITORY);
    }

    /**
     * These settings, if they can be used.
     *
     * @throws EngineException with {@code Invalid} naming the field at fault
     */
    public EngineSettings checked() {
        require(
                port >= 1 && port <= LAST_PORT,
                "port",
                "A port is a number from 1 to 65535, for example " + DEFAULT_PORT + ".");
        require(
                TOKEN.matcher(accessToken).matches(),
                "accessToken",
                "An access token has letters, digits and signs of ASCII only, and no spaces.");
        require(
                isLoopback() || !accessToken.isEmpty(),
                "accessToken",
                "With the address "
                        + bindAddress
                        + " other machines can reach the gateway. Set an access token first, or take"
                        + " 127.0.0.1.");
        require(
                logDays >= 1 && logDays <= MOST_DAYS,
                "logDays",
                "Log rows are kept for 1 to 3,650 days.");
        require(
                executionLimitSeconds >= 1 && executionLimitSeconds <= MOST_SECONDS,
                "executionLimitSeconds",
                "A call may take 1 to 86,400 seconds.");
        require(
                ADDRESS.matcher(repository).matches(),
                "repository",
                "A repository's address begins with https:// or http:// and has no spaces, for example "
                        + DEFAULT_REPOSITORY
                        + ".");
        return this;
    }

    /** Without the token. */
    @Override
    public String toString() {
        return "EngineSettings[%s:%d, token %s, bodies %s, %d days, %d s, %s]"
                .formatted(
                        bindAddress,
                        port,
                        accessToken.isEmpty() ? "none" : "set",
                        logBodies,
                        logDays,
                        executionLimitSeconds,
                        repository);
    }

    private boolean isLoopback() {
        if (bindAddress.equals("localhost")) {
            return true;
        }
        try {
            return InetAddress.ofLiteral(bindAddress).isLoopbackAddress();
        } catch (IllegalArgumentException e) {
            throw new EngineException(
                    new Problem.Invalid(
                            "\""
                                    + bindAddress
                                    + "\" is not an IP address. Take 127.0.0.1 for this machine only,"
                                    + " or 0.0.0.0 for every network.",
                            "bindAddress"),
                    e);
        }
    }

    private static void require(boolean fine, String field, String message) {
        if (!fine) {
            throw new EngineException(new Problem.Invalid(message, field));
        }
    }
}
