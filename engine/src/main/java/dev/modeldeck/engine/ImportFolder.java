package dev.modeldeck.engine;

import dev.modeldeck.engine.connections.RemoteRegistry.Artifact;
import dev.modeldeck.engine.kernel.FileTree;
import dev.modeldeck.engine.kernel.OwnerOnly;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * Where a version lies while it is fetched: whole files in {@code files}, as they will be
 * registered, the one that is being fetched in {@code part}, and beside them what was asked for and
 * how far it has come.
 */
final class ImportFolder {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String NOTE = "import.json";

    private final Path root;
    private Note note;

    /**
     * What is written down.
     *
     * @param files as the server listed them; empty while it was not asked
     */
    record Note(NewImport asked, List<Item> files) {

        long allBytes() {
            return files.stream().mapToLong(item -> Math.max(0, item.bytes())).sum();
        }

        /** All were fetched. */
        boolean whole() {
            return !files.isEmpty() && files.stream().noneMatch(item -> item.sha256().isEmpty());
        }
    }

    /**
     * A file.
     *
     * @param bytes -1 where the server does not say
     * @param sha256 of what came; empty until it is whole
     */
    record Item(String path, long bytes, String sha256) {

        static Item of(Artifact file) {
            return new Item(file.path(), file.bytes(), "");
        }

        Artifact artifact() {
            return new Artifact(path, bytes);
        }
    }

    private ImportFolder(Path root, Note note) {
        this.root = root;
        this.note = note;
    }

    static ImportFolder create(Path root, NewImport asked) throws IOException {
        OwnerOnly.folder(root);
        ImportFolder folder = new ImportFolder(root, new Note(asked, List.of()));
        folder.write(folder.note);
        return folder;
    }

    /**
     * One that an earlier run left behind.
     *
     * @throws IOException where it cannot be gone on with
     */
    static ImportFolder open(Path root) throws IOException {
        try {
            Note note = JSON.readValue(Files.readString(root.resolve(NOTE)), Note.class);
            return new ImportFolder(root, note);
        } catch (JacksonException e) {
            throw new IOException(root + " cannot be read", e);
        }
    }

    String id() {
        return String.valueOf(root.getFileName());
    }

    Note note() {
        return note;
    }

    /** Its files were handed over to the registry just before the program ended. */
    boolean handedOver() {
        return note.whole() && !Files.exists(files());
    }

    Path files() {
        return root.resolve("files");
    }

    Path part() {
        return root.resolve("part");
    }

    /** What is there already, of whole files and of the one that is being fetched. */
    long doneBytes() {
        long whole =
                note.files().stream()
                        .filter(item -> !item.sha256().isEmpty())
                        .mapToLong(item -> files().resolve(item.path()).toFile().length())
                        .sum();
        return whole + part().toFile().length();
    }

    /**
     * Takes over what the server lists now. Files that are whole stay, unless the server lists
     * something else than it did.
     */
    void expect(List<Item> listed) throws IOException {
        List<Artifact> before = note.files().stream().map(Item::artifact).toList();
        if (!before.equals(listed.stream().map(Item::artifact).toList())) {
            FileTree.delete(files());
            Files.deleteIfExists(part());
            write(new Note(note.asked(), listed));
        }
    }

    /** The part is whole: it becomes the file. */
    void keep(Item item, String sha256) throws IOException {
        Path place = files().resolve(item.path());
        Files.createDirectories(place.resolveSibling(""));
        Files.move(part(), place, StandardCopyOption.REPLACE_EXISTING);
        Item whole = new Item(item.path(), item.bytes(), sha256);
        write(
                new Note(
                        note.asked(),
                        note.files().stream().map(one -> one.equals(item) ? whole : one).toList()));
    }

    /** Nothing that came can be trusted: all is to be fetched anew. */
    void reset() throws IOException {
        expect(List.of());
    }

    void delete() throws IOException {
        FileTree.delete(root);
    }

    private void write(Note next) throws IOException {
        Path fresh = root.resolve(NOTE + ".new");
        Files.writeString(fresh, JSON.writeValueAsString(next));
        Files.move(
                fresh,
                root.resolve(NOTE),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
        note = next;
    }
}
