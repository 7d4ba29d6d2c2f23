package dev.modeldeck.engine.kernel;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Files and folders that nobody but their owner may look into, where the system knows owners
 * (POSIX): a key, a prompt or a model is nobody else's business, wherever the home folder lies.
 */
public final class OwnerOnly {

    private static final Logger LOG = LoggerFactory.getLogger(OwnerOnly.class);

    private static final Set<PosixFilePermission> FOLDER =
            PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> FILE =
            PosixFilePermissions.fromString("rw-------");

    private OwnerOnly() {}

    /** Makes the folder where it is missing; one that is there stays as its owner has it. */
    public static void newFolder(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        Path parent = folder.getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        Files.createDirectories(folder, attributes(folder, FOLDER));
    }

    /** Makes the folder where it is missing, and takes the rights of others where it is there. */
    public static void folder(Path folder) throws IOException {
        newFolder(folder);
        close(folder, FOLDER);
    }

    /** Makes an empty file where it is missing, and takes the rights of others where it is. */
    public static void file(Path file) throws IOException {
        try {
            Files.createFile(file, attributes(file, FILE));
        } catch (FileAlreadyExistsException e) {
            close(file, FILE);
        }
    }

    /** Gives the file this content, all of it or, when something fails, none. */
    public static void replace(Path file, byte[] content) throws IOException {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        file(part);
        try (FileChannel out =
                FileChannel.open(
                        part, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer rest = ByteBuffer.wrap(content);
            while (rest.hasRemaining()) {
                out.write(rest);
            }
            out.force(true);
        }
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static FileAttribute<?>[] attributes(Path path, Set<PosixFilePermission> rights) {
        return posix(path)
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(rights)}
                : new FileAttribute<?>[0];
    }

    private static boolean posix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    /** Not every disk can: one of a network, or of another system, has rights of its own. */
    private static void close(Path path, Set<PosixFilePermission> rights) {
        if (!posix(path)) {
            return;
        }
        try {
            if (!rights.containsAll(Files.getPosixFilePermissions(path))) {
                Files.setPosixFilePermissions(path, rights);
            }
        } catch (IOException | UnsupportedOperationException e) {
            LOG.debug("The rights of {} stay as they are: {}", path, e.toString());
        }
    }
}
