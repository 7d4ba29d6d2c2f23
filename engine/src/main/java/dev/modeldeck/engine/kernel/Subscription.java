package dev.modeldeck.engine.kernel;

/** A registration that ends when it is closed. Closing twice does nothing. */
@FunctionalInterface
public interface Subscription extends AutoCloseable {

    @Override
    void close();

    /** One subscription that closes all of the given ones, in order. */
    static Subscription all(Subscription... parts) {
        return () -> {
            for (Subscription part : parts) {
                part.close();
            }
        };
    }
}
