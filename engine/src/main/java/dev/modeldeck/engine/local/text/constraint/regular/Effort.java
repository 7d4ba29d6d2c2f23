package dev.modeldeck.engine.local.text.constraint.regular;

import dev.modeldeck.engine.kernel.EngineException;

import java.util.function.Supplier;

/**
 * What may be spent on finding the automata of one form. Short expressions can have more to them
 * than any memory holds; what is made is counted, so that the same are refused on every machine.
 */
public final class Effort {

    private static final ScopedValue<Effort> PRESENT = ScopedValue.newInstance();

    /** Parts of expressions; a few seconds. */
    private static final int MOST = 6_000_000;

    private int spent;

    private Effort() {}

    /**
     * Does something with one effort for all automata that are found meanwhile.
     *
     * @throws EngineException if it takes more, or the caller is interrupted
     */
    public static <T> T limited(Supplier<T> work) {
        return PRESENT.isBound()
                ? work.get()
                : ScopedValue.where(PRESENT, new Effort()).call(work::get);
    }

    /** So many parts were made. */
    static void spend(int parts) {
        if (PRESENT.isBound() && (PRESENT.get().spent += parts) > MOST) {
            throw tooMuch();
        }
    }

    static EngineException tooMuch() {
        return EngineException.invalid(
                "The form that is asked for leaves too many ways open to be kept to. Ask for something simpler, or for"
                        + " shorter texts.");
    }
}
