package dev.modeldeck.engine.kernel;

/** The one exception of the engine: it carries a {@link Problem}. */
public final class EngineException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    public EngineException(Problem problem) {
        super(problem.message());
        this.problem = problem;
    }

    public EngineException(Problem problem, Throwable cause) {
        super(problem.message(), cause);
        this.problem = problem;
    }

    public Problem problem() {
        return problem;
    }

    public static EngineException invalid(String message) {
        return new EngineException(new Problem.Invalid(message));
    }

    public static EngineException notFound(String message) {
        return new EngineException(new Problem.NotFound(message));
    }

    public static EngineException cancelled() {
        return new EngineException(new Problem.Cancelled("The request was cancelled."));
    }
}
