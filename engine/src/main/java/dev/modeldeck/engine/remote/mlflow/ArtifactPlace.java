package dev.modeldeck.engine.remote.mlflow;

import dev.modeldeck.engine.connections.RemoteRegistry.Version;
import dev.modeldeck.engine.connections.Site;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.remote.Query;

import java.net.URI;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** From where a tracking server hands out the files of a version. */
sealed interface ArtifactPlace {

    /** A folder below the root of the files that the server itself passes on. */
    record Proxied(String path) implements ArtifactPlace {}

    /** A folder among the files of a run. */
    record OfRun(String run, String path) implements ArtifactPlace {}

    /** The files of a model that was logged on its own, as since MLflow 3. */
    record OfModel(String model) implements ArtifactPlace {}

    Pattern LOGGED = Pattern.compile("models:/+(m-\\w+)");
    Pattern RUN = Pattern.compile("runs:/+([^/]+)/*(.*)");
    String API = "/api/2.0/mlflow";

    /**
     * @param uri where the files are, in the server's words
     * @throws EngineException with {@code Unsupported} where the server does not hand them out
     */
    static ArtifactPlace of(Site site, Version version, String uri) {
        if (uri.startsWith("mlflow-artifacts:")) {
            return proxied(uri);
        }
        for (String text : new String[] {uri, version.source()}) {
            Matcher logged = LOGGED.matcher(text);
            if (logged.matches()) {
                String root = modelRoot(site, logged.group(1));
                return root.startsWith("mlflow-artifacts:")
                        ? proxied(root)
                        : new OfModel(logged.group(1));
            }
        }
        Matcher run = RUN.matcher(uri);
        if (run.matches()) {
            return of(site, version, runRoot(site, run.group(1)) + "/" + run.group(2));
        }
        String root = version.run().isEmpty() ? "" : runRoot(site, version.run());
        if (!root.isEmpty() && (uri.equals(root) || uri.startsWith(root + "/"))) {
            return new OfRun(version.run(), uri.substring(root.length()).replaceAll("^/+", ""));
        }
        throw new EngineException(
                new Problem.Unsupported(
                        "The files of version %s are at %s, and the server does not hand them out. Download them with \"mlflow artifacts download\" and register the folder, or start the server with --serve-artifacts."
                                .formatted(version.number(), uri.isEmpty() ? "no place" : uri)));
    }

    private static ArtifactPlace proxied(String uri) {
        String path = URI.create(uri.replace(" ", "%20")).getPath();
        return new Proxied(path == null ? "" : path.replaceAll("^/+|/+$", ""));
    }

    private static String runRoot(Site site, String run) {
        return site.get(API + "/runs/get?run_id=" + Query.encoded(run))
                .found()
                .at("/run/info/artifact_uri")
                .asString("")
                .replaceAll("/+$", "");
    }

    private static String modelRoot(Site site, String model) {
        return site.get(API + "/logged-models/" + model)
                .found()
                .at("/model/info/artifact_uri")
                .asString("");
    }
}
