package dev.modeldeck.engine.registry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.concurrent.TimeUnit;

/**
 * A hashed file and what the file system said about it then: as long as it says the same, the
 * content need not be read again.
 */
record StampedFile(ModelVersion.ModelFile file, String stamp) {

    /**
     * Size and time of the last change; where the system has it, also the time that no program can
     * set (Unix {@code ctime}), so that a file put back with its old date is noticed.
     */
    static String stampOf(Path file) throws IOException {
        BasicFileAttributes basic = Files.readAttributes(file, BasicFileAttributes.class);
        String stamp = basic.size() + ":" + nanos(basic.lastModifiedTime());
        try {
            return stamp + ":" + nanos((FileTime) Files.getAttribute(file, "unix:ctime"));
        } catch (UnsupportedOperationException e) {
            return stamp;
        }
    }

    private static long nanos(FileTime time) {
        return time.to(TimeUnit.NANOSECONDS);
    }
}
