package dev.modeldeck.app.logs;

/** Which calls are wanted, by how they ended. */
enum StatusChoice {
    ANY("Any status", 0),
    SUCCESS("2xx", 2),
    CLIENT_ERROR("4xx", 4),
    SERVER_ERROR("5xx", 5);

    private final String label;
    private final int statusClass;

    StatusChoice(String label, int statusClass) {
        this.label = label;
        this.statusClass = statusClass;
    }

    /** As {@code CallFilter} takes it; 0 for any. */
    int statusClass() {
        return statusClass;
    }

    @Override
    public String toString() {
        return label;
    }
}
