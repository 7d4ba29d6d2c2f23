package dev.modeldeck.engine;

import dev.modeldeck.engine.kernel.Problem;

import org.jspecify.annotations.Nullable;

/**
 * A version that is fetched from a registry elsewhere.
 *
 * @param id opaque
 */
public record RemoteImport(String id, NewImport asked, State state) {

    /** How far it has come. */
    public sealed interface State {

        /**
         * Its files are fetched.
         *
         * @param allBytes 0 while they are not known
         * @param what is done, for a person
         */
        record Fetching(long doneBytes, long allBytes, String what) implements State {}

        /** Its files are here, and are looked at once more. */
        record Registering(double fraction) implements State {}

        /**
         * It was cut, or stopped; it goes on from there when it is asked to.
         *
         * @param why null where a person stopped it, or the program ended
         */
        record Stopped(long doneBytes, long allBytes, @Nullable Problem why) implements State {}

        /** It is registered as that version. */
        record Done(int version) implements State {}
    }

    boolean ended() {
        return state instanceof State.Done;
    }

    boolean running() {
        return state instanceof State.Fetching || state instanceof State.Registering;
    }
}
