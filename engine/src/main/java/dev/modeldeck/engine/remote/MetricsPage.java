package dev.modeldeck.engine.remote;

import dev.modeldeck.engine.connections.Figure;
import dev.modeldeck.engine.connections.Reply;
import dev.modeldeck.engine.connections.Site;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;

import java.util.List;

/** A page of its own at which a server tells its metrics to Prometheus. */
public final class MetricsPage {

    private MetricsPage() {}

    /**
     * What it tells. Nothing where it cannot be reached or is refused: it is often off, or open to
     * others only, and the server is well all the same.
     */
    public static List<Figure> read(Site site, String path, MetricFigures meanings) {
        try {
            Reply reply = site.get(path);
            return reply.ok() ? meanings.of(reply.body()) : List.of();
        } catch (EngineException e) {
            if (e.problem() instanceof Problem.Cancelled) {
                throw e;
            }
            return List.of();
        }
    }
}
