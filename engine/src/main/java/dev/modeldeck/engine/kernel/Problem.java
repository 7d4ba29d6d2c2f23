package dev.modeldeck.engine.kernel;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/**
 * Something that went wrong, in words that a person can act on: {@link #message} says what happened
 * and what to do next, without class names. {@link #code} is stable and safe to test against.
 *
 * <p>The kinds differ in what a caller can do about them; dialects translate them into their own
 * status and error shape at the edge ({@link #status} is the HTTP status that fits most of them).
 */
public sealed interface Problem {

    String message();

    /** A stable upper-case word such as {@code NOT_FOUND}. */
    String code();

    /** The HTTP status that most dialects use for it. */
    int status();

    /** Whether the same call may succeed later without a change. */
    default boolean retriable() {
        return false;
    }

    /** The request is wrong; {@code field} names the parameter or column at fault, where known. */
    record Invalid(String message, @Nullable String field) implements Problem {
        public Invalid(String message) {
            this(message, null);
        }

        @Override
        public String code() {
            return "INVALID_PARAMETER_VALUE";
        }

        @Override
        public int status() {
            return 400;
        }
    }

    /** Well-formed, but this model, format or server cannot do it. */
    record Unsupported(String message) implements Problem {
        @Override
        public String code() {
            return "UNSUPPORTED";
        }

        @Override
        public int status() {
            return 400;
        }
    }

    /** The caller did not prove who they are. */
    record Unauthenticated(String message) implements Problem {
        @Override
        public String code() {
            return "UNAUTHENTICATED";
        }

        @Override
        public int status() {
            return 401;
        }
    }

    /** Whoever it is, this is not for them: a web page, or another machine. */
    record Forbidden(String message) implements Problem {
        @Override
        public String code() {
            return "PERMISSION_DENIED";
        }

        @Override
        public int status() {
            return 403;
        }
    }

    record NotFound(String message) implements Problem {
        @Override
        public String code() {
            return "RESOURCE_DOES_NOT_EXIST";
        }

        @Override
        public int status() {
            return 404;
        }
    }

    record AlreadyExists(String message) implements Problem {
        @Override
        public String code() {
            return "RESOURCE_ALREADY_EXISTS";
        }

        @Override
        public int status() {
            return 400;
        }
    }

    /** The thing is in a state that does not allow it now, for example an update while one runs. */
    record Conflict(String message) implements Problem {
        @Override
        public String code() {
            return "RESOURCE_CONFLICT";
        }

        @Override
        public int status() {
            return 409;
        }

        @Override
        public boolean retriable() {
            return true;
        }
    }

    /** A payload over the limit; sizes in bytes. */
    record TooLarge(String message, long limitBytes) implements Problem {
        @Override
        public String code() {
            return "MAX_REQUEST_SIZE_EXCEEDED";
        }

        @Override
        public int status() {
            return 413;
        }
    }

    /** The queue is full or a limit is reached; {@code retryAfter} says when to come back. */
    record Overloaded(String message, Duration retryAfter) implements Problem {
        @Override
        public String code() {
            return "REQUEST_LIMIT_EXCEEDED";
        }

        @Override
        public int status() {
            return 429;
        }

        @Override
        public boolean retriable() {
            return true;
        }
    }

    /** Whoever asked went away or pressed Stop; 499 as proxies log it. */
    record Cancelled(String message) implements Problem {
        @Override
        public String code() {
            return "CANCELLED";
        }

        @Override
        public int status() {
            return 499;
        }
    }

    /** The endpoint, worker or server cannot answer now: stopped, loading, crashed, unreachable. */
    record Unavailable(String message) implements Problem {
        @Override
        public String code() {
            return "TEMPORARILY_UNAVAILABLE";
        }

        @Override
        public int status() {
            return 503;
        }

        @Override
        public boolean retriable() {
            return true;
        }
    }

    record TimedOut(String message, Duration limit) implements Problem {
        @Override
        public String code() {
            return "DEADLINE_EXCEEDED";
        }

        @Override
        public int status() {
            return 504;
        }

        @Override
        public boolean retriable() {
            return true;
        }
    }

    /** A server that we asked answered with an error status of its own. */
    record Upstream(String message, int status) implements Problem {
        @Override
        public String code() {
            return "UPSTREAM_ERROR";
        }

        @Override
        public boolean retriable() {
            return status == 429 || status >= 500;
        }
    }

    /** A file that should be there, whole and readable, is not. */
    record Damaged(String message, String path) implements Problem {
        @Override
        public String code() {
            return "DATA_LOSS";
        }

        @Override
        public int status() {
            return 500;
        }
    }

    /** A fault of ours; the log has the cause. */
    record Internal(String message) implements Problem {
        @Override
        public String code() {
            return "INTERNAL_ERROR";
        }

        @Override
        public int status() {
            return 500;
        }
    }
}
