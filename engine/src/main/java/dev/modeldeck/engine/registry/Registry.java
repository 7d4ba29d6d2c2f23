package dev.modeldeck.engine.registry;

import dev.modeldeck.engine.kernel.Live;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The registered models. All calls are safe from any thread; changes are journalled. */
public final class Registry {

    /** All models, by name. */
    public Live<List<RegisteredModel>> models() {
        throw new UnsupportedOperationException();
    }

    public Optional<RegisteredModel> find(ModelName name) {
        throw new UnsupportedOperationException();
    }

    /** The model, or a not-found problem. */
    public RegisteredModel get(ModelName name) {
        throw new UnsupportedOperationException();
    }

    /** The version, or a not-found problem. */
    public ModelVersion version(ModelName name, int number) {
        throw new UnsupportedOperationException();
    }

    /** Looks at files without registering them. */
    public Inspection inspect(Path source) {
        throw new UnsupportedOperationException();
    }

    public RegisteredModel create(
            ModelName name, String description, java.util.Map<String, String> tags, String who) {
        throw new UnsupportedOperationException();
    }

    /**
     * Hashes (and copies, where asked) the files and adds the version; the model is created where
     * missing. Blocks; interrupting cancels and leaves nothing behind.
     */
    public ModelVersion register(NewVersion version, Progress progress) {
        throw new UnsupportedOperationException();
    }

    public void describe(ModelName name, @Nullable Integer version, String text, String who) {
        throw new UnsupportedOperationException();
    }

    /** Sets a tag of a model or version; a null value removes it. */
    public void tag(
            ModelName name,
            @Nullable Integer version,
            String key,
            @Nullable String value,
            String who) {
        throw new UnsupportedOperationException();
    }

    /** Points an alias to a version; a null version removes it. */
    public void alias(ModelName name, String alias, @Nullable Integer version, String who) {
        throw new UnsupportedOperationException();
    }

    /**
     * Points the alias to where it pointed before its last change, and says which version that is.
     */
    public int rollBack(ModelName name, String alias, String who) {
        throw new UnsupportedOperationException();
    }

    /** Which version the alias pointed to at that time. */
    public Optional<Integer> aliasAt(ModelName name, String alias, Instant when) {
        throw new UnsupportedOperationException();
    }

    public void rename(ModelName name, ModelName newName, String who) {
        throw new UnsupportedOperationException();
    }

    public void delete(ModelName name, String who) {
        throw new UnsupportedOperationException();
    }

    public void deleteVersion(ModelName name, int number, String who) {
        throw new UnsupportedOperationException();
    }

    /** Changes of a model, newest first. */
    public List<JournalEntry> journal(ModelName name) {
        throw new UnsupportedOperationException();
    }

    /**
     * Makes sure that a version's files are still what was registered before they are served.
     *
     * @throws dev.modeldeck.engine.kernel.EngineException with {@code Damaged} naming the file
     */
    public void verify(ModelVersion version, Progress progress) {
        throw new UnsupportedOperationException();
    }
}
