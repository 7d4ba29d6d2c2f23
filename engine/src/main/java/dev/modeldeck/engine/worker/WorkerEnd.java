package dev.modeldeck.engine.worker;

/** The codes with which workers end. */
final class WorkerEnd {

    /** It ended itself because a request did not end. */
    static final int STUCK = 70;

    /** It was asked to end by SIGTERM. */
    static final int TERMINATED = 143;

    private WorkerEnd() {}

    /** How it ended, in words that fit after "The worker". */
    static String inWords(int code) {
        return switch (code) {
            case STUCK ->
                    "did not come to rest after a call had passed its time limit, and was ended";
            case 137 -> "was killed (by a person, or by the system because memory ran out)";
            case 134, 139 -> "crashed in native code";
            default -> "ended with code " + code;
        };
    }
}
