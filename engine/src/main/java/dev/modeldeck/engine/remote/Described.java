package dev.modeldeck.engine.remote;

import dev.modeldeck.engine.connections.RemoteServer;
import dev.modeldeck.engine.connections.ServerLook;

import java.time.Duration;
import java.util.List;

/** The models of a server that tells of them one by one only: how many are asked for, how often. */
public final class Described {

    /** Models that are asked for at each look; of others it is told that they are there. */
    public static final int MOST = 200;

    private static final Duration PER_MODEL = Duration.ofMillis(250);

    private Described() {}

    /** Those that are asked for: the first ones. */
    public static <M> List<M> of(List<M> all) {
        return all.subList(0, Math.min(MOST, all.size()));
    }

    /** Says it where not all are asked for. */
    public static Facts note(Facts facts, int all) {
        return all > MOST
                ? facts.add("Details", "of the first %,d of %,d models".formatted(MOST, all))
                : facts;
    }

    /** Time between two looks: as many models as are asked for, a few of them in a second. */
    public static Duration every(ServerLook last) {
        Duration all = PER_MODEL.multipliedBy(of(last.models()).size());
        return all.compareTo(RemoteServer.EVERY) < 0 ? RemoteServer.EVERY : all;
    }
}
