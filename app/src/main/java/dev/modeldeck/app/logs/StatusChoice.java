package dev.modeldeck.app.logs;

/** Which calls are wanted, by how they ended. */
enum StatusChoice {
    ANY(0),
    SUCCESS(2),
    CLIENT_ERROR(4),
    SERVER_ERROR(5);

    private final int statusClass;

    StatusChoice(int statusClass) {
        this.statusClass = statusClass;
    }

    /** As {@code CallFilter} takes it; 0 for any. */
    int statusClass() {
        return statusClass;
    }
}
