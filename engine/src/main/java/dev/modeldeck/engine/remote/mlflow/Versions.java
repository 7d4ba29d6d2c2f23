package dev.modeldeck.engine.remote.mlflow;

import dev.modeldeck.engine.connections.Reply;
import dev.modeldeck.engine.connections.Site;

import java.util.Optional;
import java.util.regex.Pattern;

/** {@code GET /version}, which all of MLflow's servers answer with their release as text. */
final class Versions {

    private static final Pattern RELEASE = Pattern.compile("\\d+\\.\\d+[\\w.+-]*");

    private Versions() {}

    static Optional<String> of(Site site) {
        Reply reply = site.get("/version");
        String text = reply.body().strip().replace("\"", "");
        return reply.ok() && RELEASE.matcher(text).matches() ? Optional.of(text) : Optional.empty();
    }
}
