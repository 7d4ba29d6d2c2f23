package dev.modeldeck.app.playground;

/**
 * How an answer comes on, to be drawn beside others on one axis of time. Milliseconds since its
 * question was sent.
 *
 * @param begin when that was, by {@link System#nanoTime}
 * @param firstMillis until the first piece of text; NaN while none is there
 * @param wholeMillis until its end; NaN while it is written
 * @param tokensPerSecond NaN while it is written, and where it cannot be known
 */
record Pace(long begin, double firstMillis, double wholeMillis, double tokensPerSecond) {

    /** A question has just been sent. */
    static Pace started() {
        return new Pace(System.nanoTime(), Double.NaN, Double.NaN, Double.NaN);
    }

    boolean over() {
        return !Double.isNaN(wholeMillis);
    }

    /** A piece of text has come. */
    Pace heard() {
        return Double.isNaN(firstMillis)
                ? new Pace(begin, since(System.nanoTime()), wholeMillis, tokensPerSecond)
                : this;
    }

    /** It is over; what the engine measured is truer than what was seen here. */
    Pace ended(AnswerFacts facts) {
        double first =
                Double.isNaN(facts.firstTokenMillis()) ? firstMillis : facts.firstTokenMillis();
        double whole = facts.totalMillis() > 0 ? facts.totalMillis() : since(System.nanoTime());
        return new Pace(begin, first, whole, facts.tokensPerSecond());
    }

    /** How long it took, or takes by now. */
    double millis(long now) {
        return over() ? wholeMillis : since(now);
    }

    /** How long of that nothing was to be read. */
    double waitedMillis(long now) {
        return Double.isNaN(firstMillis) ? millis(now) : Math.min(firstMillis, millis(now));
    }

    private double since(long now) {
        return (now - begin) / 1e6;
    }
}
