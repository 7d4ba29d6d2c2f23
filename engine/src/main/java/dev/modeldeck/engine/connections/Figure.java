package dev.modeldeck.engine.connections;

/**
 * A number that a server measured itself, translated from its own name into one that all servers
 * share.
 *
 * @param key shared by all servers, for example {@code requests_running}
 * @param model of which it speaks; empty for the whole server
 * @param value in the measure's unit; of a counter its sum so far
 */
public record Figure(Measure key, String model, double value) {

    /** What is measured, with its unit and whether it only grows. */
    public enum Measure {
        REQUESTS_RUNNING("requests", false),
        REQUESTS_WAITING("requests", false),
        REQUESTS("requests", true),
        REQUESTS_FAILED("requests", true),
        PROMPT_TOKENS("tokens", true),
        GENERATED_TOKENS("tokens", true),
        /** Sum of the times of all requests so far; its mean comes with {@link #REQUESTS}. */
        REQUEST_SECONDS("s", true),
        QUEUE_SECONDS("s", true),
        FIRST_TOKEN_SECONDS("s", true),
        FIRST_TOKENS("requests", true),
        INTER_TOKEN_SECONDS("s", true),
        INTER_TOKENS("tokens", true),
        PROMPT_SECONDS("s", true),
        GENERATION_SECONDS("s", true),
        KV_CACHE_USED("share", false),
        PREFIX_CACHE_QUERIES("tokens", true),
        PREFIX_CACHE_HITS("tokens", true),
        DRAFTED_TOKENS("tokens", true),
        ACCEPTED_TOKENS("tokens", true),
        MEMORY_BYTES("bytes", false),
        GPU_MEMORY_BYTES("bytes", false),
        GPU_USED("share", false),
        CPU_USED("share", false),
        MEMORY_USED("share", false),
        GPU_MEMORY_USED("share", false),
        /** Within the last minute, where a server keeps no sums. */
        REQUESTS_LAST_MINUTE("requests", false),
        REQUESTS_FAILED_LAST_MINUTE("requests", false),
        /** Mean of the requests of the last minute. */
        REQUEST_MEAN_SECONDS("s", false),
        /** How many requests it can answer at once. */
        REQUESTS_AT_ONCE("requests", false);

        private final String unit;
        private final boolean growing;

        Measure(String unit, boolean growing) {
            this.unit = unit;
            this.growing = growing;
        }

        public String unit() {
            return unit;
        }

        /** A sum since the server's start, whose rate is what interests; else a level. */
        public boolean growing() {
            return growing;
        }
    }
}
