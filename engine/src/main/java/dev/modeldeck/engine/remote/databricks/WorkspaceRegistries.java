package dev.modeldeck.engine.remote.databricks;

import dev.modeldeck.engine.connections.RemoteRegistry;
import dev.modeldeck.engine.connections.Reply;
import dev.modeldeck.engine.connections.Site;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.remote.FileFetch;
import dev.modeldeck.engine.remote.RegisteredModels;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The two registries of a workspace: Unity Catalog, whose files can be fetched, and the older one
 * of the workspace itself, whose files are in a storage that only Databricks' own clients reach.
 */
final class WorkspaceRegistries implements RemoteRegistry {

    private static final String OLDER = "workspace:";

    private final Site site;
    private final UnityCatalog catalog;
    private final RegisteredModels older;

    WorkspaceRegistries(Workspace workspace) {
        this.site = workspace.site();
        this.catalog = new UnityCatalog(site);
        this.older = new RegisteredModels(site, "Workspace");
    }

    @Override
    public List<Model> models(String part) {
        List<Model> all = new ArrayList<>();
        Reply unity = site.get(UnityCatalog.MODELS + "?max_results=1");
        if (!missing(unity)) {
            all.addAll(catalog.models(part));
        }
        for (Model model : older(part, unity)) {
            all.add(
                    new Model(
                            OLDER + model.id(),
                            model.name(),
                            model.place(),
                            model.description(),
                            model.tags(),
                            model.aliases(),
                            model.updated()));
        }
        return all;
    }

    /** New workspaces may have the older registry switched off. */
    private List<Model> older(String part, Reply unity) {
        try {
            return older.models(part);
        } catch (EngineException e) {
            if (missing(unity)) {
                throw e;
            }
            return List.of();
        }
    }

    /** Whether the workspace, or whatever speaks its REST, has no Unity Catalog for us. */
    private static boolean missing(Reply reply) {
        return !reply.found().isObject();
    }

    @Override
    public List<Version> versions(String model) {
        return isOlder(model)
                ? older.versions(plain(model)).stream().map(WorkspaceRegistries::marked).toList()
                : catalog.versions(model);
    }

    @Override
    public Version version(String model, String number) {
        return isOlder(model)
                ? marked(older.version(plain(model), number))
                : catalog.version(model, number);
    }

    @Override
    public List<Artifact> files(Version version) {
        if (isOlder(version.model())) {
            throw new EngineException(
                    new Problem.Unsupported(
                            "The files of %s are in the workspace's own registry, which hands them to Databricks' clients only. Download them with \"mlflow artifacts download\" and register the folder, or move the model to Unity Catalog."
                                    .formatted(version.name())));
        }
        return catalog.files(version);
    }

    @Override
    public void fetch(Version version, Artifact file, long offset, Target target)
            throws IOException {
        FileFetch.fetch(site, UnityCatalog.filePath(version, file), offset, target);
    }

    private static boolean isOlder(String model) {
        return model.startsWith(OLDER);
    }

    private static String plain(String model) {
        return model.substring(OLDER.length());
    }

    private static Version marked(Version version) {
        return new Version(
                OLDER + version.model(),
                version.name(),
                version.number(),
                version.ready(),
                version.description(),
                version.source(),
                version.run(),
                version.aliases(),
                version.tags(),
                version.created());
    }
}
