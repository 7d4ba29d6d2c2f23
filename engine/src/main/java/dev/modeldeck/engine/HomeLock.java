package dev.modeldeck.engine;

import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.OwnerOnly;
import dev.modeldeck.engine.kernel.Problem;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Makes sure that one engine at a time uses a home folder. The operating system gives the lock back
 * when a process ends, however it ends.
 */
final class HomeLock implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HomeLock.class);

    private final FileChannel channel;

    private HomeLock(FileChannel channel) {
        this.channel = channel;
    }

    /** Makes the folder where it is missing, for its owner alone, and takes it. */
    static HomeLock take(Path home) {
        try {
            OwnerOnly.newFolder(home);
            Path file = home.resolve("lock");
            FileChannel channel =
                    FileChannel.open(
                            file,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.READ,
                            StandardOpenOption.WRITE);
            boolean taken = false;
            try {
                taken = lock(channel);
                if (!taken) {
                    throw inUse(home, channel);
                }
                sign(channel);
                return new HomeLock(channel);
            } finally {
                if (!taken) {
                    channel.close();
                }
            }
        } catch (IOException e) {
            throw new EngineException(
                    new Problem.Invalid(
                            "The folder "
                                    + home
                                    + " cannot be written. Choose another one with --home, or change"
                                    + " its permissions.",
                            "home"),
                    e);
        }
    }

    private static boolean lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock(Long.MAX_VALUE - 1, 1, false) != null;
        } catch (OverlappingFileLockException e) {
            return false; // another engine of this very process
        }
    }

    private static void sign(FileChannel channel) throws IOException {
        channel.truncate(0);
        String pid = String.valueOf(ProcessHandle.current().pid());
        channel.write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.US_ASCII)), 0);
    }

    private static EngineException inUse(Path home, FileChannel channel) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(20);
        channel.read(bytes, 0);
        String pid = StandardCharsets.US_ASCII.decode(bytes.flip()).toString().strip();
        return new EngineException(
                new Problem.Conflict(
                        "Another Modeldeck"
                                + (pid.isEmpty() ? "" : " (process " + pid + ")")
                                + " is using the folder "
                                + home
                                + ". Close it first, or choose another folder with --home."));
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.debug("The lock of the home folder was not closed", e);
        }
    }
}
