package dev.modeldeck.app.settings;

import dev.modeldeck.engine.kernel.HomeFolder;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

/** Bytes that the home folder takes, by what they are for. */
record DiskUse(long models, long starter, long database, long logs, long rest) {

    static DiskUse of(HomeFolder home) {
        long models = size(home.models());
        long starter = size(home.starter());
        long logs = size(home.logs()) + size(home.workers());
        long database =
                size(home.database())
                        + size(home.database().resolveSibling("modeldeck.db-wal"))
                        + size(home.database().resolveSibling("modeldeck.db-shm"));
        long all = size(home.root());
        return new DiskUse(
                models,
                starter,
                database,
                logs,
                Math.max(0, all - models - starter - database - logs));
    }

    long total() {
        return models + starter + database + logs + rest;
    }

    // Files come and go while it walks: one that is gone counts nothing.
    private static long size(Path root) {
        long[] sum = {0};
        try {
            Files.walkFileTree(
                    root,
                    new SimpleFileVisitor<>() {
                        @Override
                        public FileVisitResult visitFile(
                                Path file, BasicFileAttributes attributes) {
                            sum[0] += attributes.size();
                            return FileVisitResult.CONTINUE;
                        }

                        @Override
                        public FileVisitResult visitFileFailed(Path file, IOException e) {
                            return FileVisitResult.CONTINUE;
                        }
                    });
        } catch (IOException e) {
            throw new UncheckedIOException("The home folder cannot be read.", e);
        }
        return sum[0];
    }
}
