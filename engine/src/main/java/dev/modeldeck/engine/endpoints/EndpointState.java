package dev.modeldeck.engine.endpoints;

/** The state of an endpoint with the words that Databricks uses. */
public enum EndpointState {
    READY("Ready", true),
    READY_UPDATING("Ready (Updating)", true),
    READY_UPDATE_FAILED("Ready (Update failed)", true),
    UPDATING("Not ready (Updating)", false),
    UPDATE_FAILED("Not ready (Update failed)", false),
    STOPPED("Not ready (Stopped)", false);

    private final String words;
    private final boolean ready;

    EndpointState(String words, boolean ready) {
        this.words = words;
        this.ready = ready;
    }

    public String words() {
        return words;
    }

    /** Whether calls are answered. */
    public boolean ready() {
        return ready;
    }

    /** Whether a new configuration is being started. */
    public boolean updating() {
        return this == UPDATING || this == READY_UPDATING;
    }

    /** Whether the last update failed. */
    public boolean failed() {
        return this == UPDATE_FAILED || this == READY_UPDATE_FAILED;
    }
}
