package dev.modeldeck.engine.registry;

import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;

import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One person's changes in one transaction: each alters the tables and is written in the journal.
 */
final class RegistryEdit {

    private final Handle handle;
    private final RegistryStore store;
    private final JournalStore journal;
    private final String who;
    private final Instant at;
    private final Set<Long> touched = new HashSet<>();

    RegistryEdit(Handle handle, RegistryStore store, JournalStore journal, String who, Instant at) {
        this.handle = handle;
        this.store = store;
        this.journal = journal;
        this.who = who.isBlank() ? "unknown" : who;
        this.at = at;
    }

    /** Row ids of the models that were changed. */
    Set<Long> touched() {
        return touched;
    }

    long create(ModelName name, String description, Map<String, String> tags) {
        long id =
                store.insertModel(
                        handle,
                        new RegisteredModel(
                                name, description, tags, Map.of(), who, at, at, List.of()));
        note(new Target(id, name, null), Change.MODEL_CREATED, "", null, description);
        tags.forEach((key, value) -> tag(new Target(id, name, null), key, null, value));
        return id;
    }

    /** Adds the version under the next number that no version ever had. */
    ModelVersion addVersion(
            long id, NewVersion asked, Inspection inspection, ArtifactStore.Kept kept) {
        int number = journal.highestNumber(handle, id, asked.model()) + 1;
        ModelVersion version =
                new ModelVersion(
                        asked.model(),
                        number,
                        asked.description(),
                        asked.tags(),
                        who,
                        at,
                        at,
                        asked.source(),
                        kept.location(),
                        kept.storage(),
                        kept.files().stream().map(StampedFile::file).toList(),
                        inspection);
        store.insertVersion(handle, id, version);
        kept.files().forEach(file -> store.insertFile(handle, id, number, file));
        Target target = new Target(id, asked.model(), number);
        note(target, Change.VERSION_REGISTERED, "", null, asked.source());
        asked.tags().forEach((key, value) -> tag(target, key, null, value));
        return version;
    }

    /** What a change is about: a model, or one of its versions. */
    record Target(long id, ModelName name, @Nullable Integer version) {

        int number() {
            return version == null ? 0 : version;
        }
    }

    void describe(Target target, String before, String after) {
        if (target.version() == null) {
            store.describeModel(handle, target.id(), after);
        } else {
            store.describeVersion(handle, target.id(), target.number(), after);
        }
        note(target, Change.DESCRIBED, "", before, after);
    }

    void tag(Target target, String key, @Nullable String before, @Nullable String after) {
        store.tag(handle, target.id(), target.number(), key, after);
        Change change = after == null ? Change.TAG_REMOVED : Change.TAG_SET;
        note(target, change, key, before, after);
    }

    /** Points the model's alias to a version, or nowhere. */
    void alias(Target model, String alias, @Nullable Integer before, @Nullable Integer after) {
        store.alias(handle, model.id(), alias, after);
        note(
                new Target(model.id(), model.name(), after == null ? before : after),
                after == null ? Change.ALIAS_REMOVED : Change.ALIAS_SET,
                alias,
                before == null ? null : before.toString(),
                after == null ? null : after.toString());
    }

    /** Where the alias pointed before its last change. */
    int earlierTarget(RegisteredModel model, String alias) {
        String before =
                journal.ofAlias(handle, model.name(), alias, at).stream()
                        .findFirst()
                        .map(JournalEntry::before)
                        .orElse(null);
        if (before == null) {
            throw conflict("The alias \"" + alias + "\" never pointed anywhere else.");
        }
        int number = Integer.parseInt(before);
        if (model.version(number).isEmpty()) {
            throw conflict(
                    "The alias \""
                            + alias
                            + "\" pointed to version "
                            + number
                            + ", which was deleted since. Point it to another version.");
        }
        return number;
    }

    void rename(long id, ModelName from, ModelName to) {
        store.renameModel(handle, id, to);
        note(new Target(id, to, null), Change.MODEL_RENAMED, "", from.toString(), to.toString());
    }

    void deleteVersion(long id, RegisteredModel model, ModelVersion version) {
        for (String alias : model.aliasesOf(version.number())) {
            alias(new Target(id, model.name(), null), alias, version.number(), null);
        }
        store.deleteVersion(handle, id, version.number());
        note(
                new Target(id, model.name(), version.number()),
                Change.VERSION_DELETED,
                "",
                version.source(),
                null);
    }

    void delete(long id, RegisteredModel model) {
        model.versions().forEach(version -> deleteVersion(id, model, version));
        store.markModelDeleted(handle, id, at);
        note(
                new Target(id, model.name(), null),
                Change.MODEL_DELETED,
                "",
                model.description(),
                null);
    }

    private void note(
            Target target,
            Change what,
            String subject,
            @Nullable String before,
            @Nullable String after) {
        touched.add(target.id());
        store.touch(handle, target.id(), target.number(), at);
        journal.append(
                handle,
                target.id(),
                new JournalEntry(
                        0,
                        at,
                        who,
                        target.name(),
                        target.version(),
                        what.word(),
                        subject,
                        before,
                        after));
    }

    private static EngineException conflict(String message) {
        return new EngineException(new Problem.Conflict(message));
    }
}
