package dev.modeldeck.engine.cuda;

import dev.modeldeck.engine.kernel.FileTree;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where the libraries are, and what is on the way to them.
 *
 * @param root of its own within the home folder
 * @param libraries of the present build, all of them or none
 * @param arrived what was downloaded of their jars
 * @param unfinished what was unpacked of them
 */
record CudaFolder(Path root, Path libraries, Path arrived, Path unfinished) {

    private static final Logger LOG = LoggerFactory.getLogger(CudaFolder.class);

    static CudaFolder of(Path root, CudaBuild build) {
        return new CudaFolder(
                root,
                root.resolve(build.folder()),
                root.resolve(build.folder() + ".arrived"),
                root.resolve(build.folder() + ".unfinished"));
    }

    boolean present() {
        return Files.isDirectory(libraries);
    }

    /** PyTorch itself. */
    Path torch() {
        return libraries.resolve(CudaBuild.TORCH);
    }

    /** What PyTorch loads. */
    Path support() {
        return libraries.resolve(CudaBuild.SUPPORT);
    }

    /** What has arrived of an artifact. */
    Path arrived(CudaArtifact artifact) {
        return arrived.resolve(artifact.fileName());
    }

    /** Bytes of the libraries. */
    long bytes() {
        return bytes(libraries);
    }

    /** Bytes of the jars that have arrived. */
    long arrivedBytes() {
        return bytes(arrived);
    }

    private static long bytes(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        } catch (NoSuchFileException _) {
            return 0;
        } catch (IOException e) {
            LOG.warn("What is in {} cannot be counted: {}", folder, e.toString());
            return 0;
        }
    }

    /** Gigabytes that an earlier program left, or a run that was cut off, serve nobody any more. */
    void tidy() {
        try (Stream<Path> all = Files.list(root)) {
            for (Path each :
                    all.filter(path -> !List.of(libraries, arrived).contains(path)).toList()) {
                FileTree.delete(each);
            }
        } catch (NoSuchFileException _) {
            // Nothing was ever fetched.
        } catch (IOException e) {
            LOG.warn("Old libraries for cards could not be removed: {}", e.toString());
        }
    }

    /** Deletes all, or, where a program holds the libraries, leaves them whole. */
    void delete() throws IOException {
        FileTree.delete(unfinished);
        if (present()) {
            Files.move(libraries, unfinished);
            FileTree.delete(unfinished);
        }
        FileTree.delete(arrived);
    }
}
