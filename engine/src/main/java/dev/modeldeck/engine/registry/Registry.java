package dev.modeldeck.engine.registry;

import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.HomeFolder;
import dev.modeldeck.engine.kernel.Live;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.kernel.Progress;
import dev.modeldeck.engine.storage.Database;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/** The registered models. All calls are safe from any thread; changes are journalled. */
public final class Registry {

    private final Database database;
    private final InstantSource clock;
    private final Inspections inspections;
    private final ArtifactStore artifacts;
    private final RegistryStore store;
    private final JournalStore journal = new JournalStore();
    private final RegistrySnapshot snapshot;
    private volatile InUse inUse = (model, version) -> Optional.empty();

    /** Held while a change is made and announced, so that observers see changes in their order. */
    private final Object writing = new Object();

    private Registry(
            Database database, HomeFolder home, List<ModelFormat> formats, InstantSource clock) {
        this.database = database;
        this.clock = clock;
        this.inspections = new Inspections(formats);
        this.artifacts = new ArtifactStore(home.models());
        this.store = new RegistryStore(home);
        this.snapshot = new RegistrySnapshot(database, new RegistryReadStore(home));
    }

    /** Reads the registered models. Copied files are kept in the home folder. */
    public static Registry open(Database database, HomeFolder home, List<ModelFormat> formats) {
        return open(database, home, formats, Clock.systemUTC());
    }

    static Registry open(
            Database database, HomeFolder home, List<ModelFormat> formats, InstantSource clock) {
        Registry registry = new Registry(database, home, formats, clock);
        registry.artifacts.discardAllBut(
                registry.models().get().stream()
                        .flatMap(model -> model.versions().stream())
                        .map(ModelVersion::location)
                        .toList());
        return registry;
    }

    /** Has the given one asked before a version goes away. */
    public void guardedBy(InUse guard) {
        inUse = guard;
    }

    /** All models, by name. */
    public Live<List<RegisteredModel>> models() {
        return snapshot.models();
    }

    public Optional<RegisteredModel> find(ModelName name) {
        return snapshot.find(name).map(RegistrySnapshot.Row::model);
    }

    /** The model, or a not-found problem. */
    public RegisteredModel get(ModelName name) {
        return row(name).model();
    }

    /** The version, or a not-found problem. */
    public ModelVersion version(ModelName name, int number) {
        return version(get(name), number);
    }

    /**
     * The version that an alias points to, or a not-found problem; {@code latest} is the newest.
     */
    public ModelVersion version(ModelName name, String alias) {
        RegisteredModel model = get(name);
        if (alias.equals("latest")) {
            return model.latest()
                    .orElseThrow(() -> EngineException.notFound(name + " has no versions yet."));
        }
        Integer number = model.aliases().get(alias);
        if (number == null) {
            throw EngineException.notFound(
                    name + " has no alias \"" + alias + "\". Set it on the model's page first.");
        }
        return version(model, number);
    }

    /**
     * Looks at files without registering them. Files that cannot be run get an inspection with a
     * refusal.
     *
     * @throws EngineException where there is no such file or it cannot be read
     */
    public Inspection inspect(Path source) {
        return inspections.of(source);
    }

    /** What the files at the source take on disk, as they would be registered. */
    public long sizeBytes(Path source) {
        return SourceFiles.sizeBytes(SourceFiles.of(SourceFiles.entered(source)));
    }

    public RegisteredModel create(
            ModelName name, String description, Map<String, String> tags, String who) {
        RegistryRules.checkDescription(description);
        RegistryRules.checkTags(tags);
        synchronized (writing) {
            requireFree(name);
            change(who, edit -> edit.create(name, description, tags));
            return get(name);
        }
    }

    /**
     * Hashes (and copies, where asked) the files and adds the version; the model is created where
     * missing. Blocks; interrupting cancels and leaves nothing behind.
     *
     * @throws EngineException where the files are missing, cannot be run here, changed meanwhile,
     *     or do not fit on the disk
     */
    public ModelVersion register(NewVersion asked, Progress progress) {
        RegistryRules.checkDescription(asked.description());
        RegistryRules.checkTags(asked.tags());
        Candidate candidate = Candidate.of(asked, this, progress);
        inspections.runnable(candidate.path());
        try (ArtifactStore.Intake intake = artifacts.take(candidate, progress)) {
            Inspection inspection = inspections.runnable(intake.location());
            synchronized (writing) {
                return add(asked, intake, inspection);
            }
        } catch (IOException e) {
            throw FileProblems.of(e, candidate.path());
        }
    }

    private ModelVersion add(NewVersion asked, ArtifactStore.Intake intake, Inspection inspection)
            throws IOException {
        ArtifactStore.Kept kept = intake.settle(asked.model().model());
        Optional<Long> present = snapshot.find(asked.model()).map(RegistrySnapshot.Row::id);
        int number =
                edit(
                        asked.who(),
                        edit -> {
                            long id =
                                    present.orElseGet(
                                            () -> edit.create(asked.model(), "", Map.of()));
                            return edit.addVersion(id, asked, inspection, kept).number();
                        });
        intake.keep();
        return version(asked.model(), number);
    }

    public void describe(ModelName name, @Nullable Integer version, String text, String who) {
        RegistryRules.checkDescription(text);
        synchronized (writing) {
            RegistrySnapshot.Row row = row(name);
            String before =
                    version == null
                            ? row.model().description()
                            : version(row.model(), version).description();
            if (!before.equals(text)) {
                change(who, edit -> edit.describe(row.target(version), before, text));
            }
        }
    }

    /** Sets a tag of a model or version; a null value removes it. */
    public void tag(
            ModelName name,
            @Nullable Integer version,
            String key,
            @Nullable String value,
            String who) {
        RegistryRules.checkTag(key, value);
        synchronized (writing) {
            RegistrySnapshot.Row row = row(name);
            Map<String, String> tags =
                    version == null ? row.model().tags() : version(row.model(), version).tags();
            String before = tags.get(key);
            if (!Objects.equals(before, value)) {
                change(who, edit -> edit.tag(row.target(version), key, before, value));
            }
        }
    }

    /** Refuses what no alias can be called. */
    public static void checkAlias(String alias) {
        RegistryRules.checkAlias(alias);
    }

    /** Points an alias to a version; a null version removes it. */
    public void alias(ModelName name, String alias, @Nullable Integer version, String who) {
        RegistryRules.checkAlias(alias);
        synchronized (writing) {
            RegistrySnapshot.Row row = row(name);
            if (version != null) {
                version(row.model(), version);
            }
            Integer before = row.model().aliases().get(alias);
            if (!Objects.equals(before, version)) {
                change(who, edit -> edit.alias(row.target(null), alias, before, version));
            }
        }
    }

    /**
     * Points the alias to where it pointed before its last change, and says which version that is.
     * Rolling back twice is back at the start.
     *
     * @throws EngineException with {@code Conflict} where there is no earlier version
     */
    public int rollBack(ModelName name, String alias, String who) {
        synchronized (writing) {
            RegistrySnapshot.Row row = row(name);
            Integer now = row.model().aliases().get(alias);
            return edit(
                    who,
                    edit -> {
                        int earlier = edit.earlierTarget(row.model(), alias);
                        edit.alias(row.target(null), alias, now, earlier);
                        return earlier;
                    });
        }
    }

    /** Which version the alias pointed to at that time; also of models deleted since. */
    public Optional<Integer> aliasAt(ModelName name, String alias, Instant when) {
        return database.read(handle -> journal.ofAlias(handle, name, alias, when)).stream()
                .findFirst()
                .map(JournalEntry::after)
                .map(Integer::valueOf);
    }

    /** Gives the model another name. Its versions, aliases and journal come along. */
    public void rename(ModelName name, ModelName newName, String who) {
        synchronized (writing) {
            RegistrySnapshot.Row row = row(name);
            if (name.equals(newName)) {
                return;
            }
            requireFree(newName);
            row.model().versions().forEach(this::requireUnused);
            change(who, edit -> edit.rename(row.id(), name, newName));
        }
    }

    /** Deletes the model, its versions and their copied files. The journal stays. */
    public void delete(ModelName name, String who) {
        synchronized (writing) {
            RegistrySnapshot.Row row = row(name);
            row.model().versions().forEach(this::requireUnused);
            change(who, edit -> edit.delete(row.id(), row.model()));
            row.model().versions().forEach(artifacts::remove);
        }
    }

    /** Deletes a version and its copied files; aliases that point to it go. */
    public void deleteVersion(ModelName name, int number, String who) {
        synchronized (writing) {
            RegistrySnapshot.Row row = row(name);
            ModelVersion version = version(row.model(), number);
            requireUnused(version);
            change(who, edit -> edit.deleteVersion(row.id(), row.model(), version));
            artifacts.remove(version);
        }
    }

    /** Changes of a model, newest first; also of models deleted since. */
    public List<JournalEntry> journal(ModelName name) {
        return database.read(handle -> journal.of(handle, name));
    }

    /**
     * Makes sure that a version's files are still what was registered before they are served. Quick
     * where size and times of the files are as they were; reads and hashes them where not.
     *
     * @throws EngineException with {@code Damaged} naming the file
     */
    public void verify(ModelVersion version, Progress progress) {
        long id = row(version.model()).id();
        List<StampedFile> files = snapshot.files(id, version.number());
        List<StampedFile> touched = new FileCheck(version, progress).run(files);
        if (!touched.isEmpty()) {
            database.write(handle -> {
                touched.forEach(file -> store.restamp(handle, id, version.number(), file));
                return touched.size();
            });
        }
    }

    private void requireFree(ModelName name) {
        if (find(name).isPresent()) {
            throw new EngineException(
                    new Problem.AlreadyExists(
                            "There is a model " + name + " already. Choose another name."));
        }
    }

    private void requireUnused(ModelVersion version) {
        inUse.by(version.model(), version.number())
                .ifPresent(user -> {
                    throw new EngineException(
                            new Problem.Conflict(
                                    "Version "
                                            + version.number()
                                            + " of "
                                            + version.model()
                                            + " is used by "
                                            + user
                                            + ". Change that first."));
                });
    }

    private RegistrySnapshot.Row row(ModelName name) {
        return snapshot.find(name)
                .orElseThrow(() ->
                        EngineException.notFound("There is no registered model " + name + "."));
    }

    private static ModelVersion version(RegisteredModel model, int number) {
        return model.version(number)
                .orElseThrow(() ->
                        EngineException.notFound(model.name() + " has no version " + number + "."));
    }

    private void change(String who, Consumer<RegistryEdit> work) {
        edit(
                who,
                edit -> {
                    work.accept(edit);
                    return edit;
                });
    }

    /** Makes changes in one transaction, then announces them. */
    private <T> T edit(String who, Function<RegistryEdit, T> work) {
        Set<Long> touched = new HashSet<>();
        T result =
                database.write(handle -> {
                    RegistryEdit edit =
                            new RegistryEdit(handle, store, journal, who, clock.instant());
                    T made = work.apply(edit);
                    touched.addAll(edit.touched());
                    return made;
                });
        snapshot.refresh(touched);
        return result;
    }
}
