package dev.modeldeck.engine.local.text.constraint.regular;

/** Something with finitely many states, which can be found one after the other. */
interface Machine<S> {

    S start();

    S next(S state, int octet);

    boolean accepts(S state);

    /** For each byte a column, numbered from 0: bytes of one column are never told apart. */
    int[] columns();
}
