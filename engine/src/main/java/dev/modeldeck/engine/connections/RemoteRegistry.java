package dev.modeldeck.engine.connections;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The registered models that a server keeps. Only reads; all of it blocks and is called on virtual
 * threads, and interrupting ends the call.
 */
public interface RemoteRegistry {

    /**
     * Models in the order of their names.
     *
     * @param part of the name; empty for all
     */
    List<Model> models(String part);

    /**
     * Versions of a model, newest first.
     *
     * @param model its id
     */
    List<Version> versions(String model);

    /** One version; a not-found problem where it is gone. */
    Version version(String model, String number);

    /**
     * The files of a version.
     *
     * @throws dev.modeldeck.engine.kernel.EngineException with {@code Unsupported} where the server
     *     does not hand them out, saying what to do instead
     */
    List<Artifact> files(Version version);

    /**
     * Fetches a file.
     *
     * @param offset how many of its bytes are there already; servers that cannot go on there begin
     *     anew
     * @throws IOException when it cannot be written
     */
    void fetch(Version version, Artifact file, long offset, Target target) throws IOException;

    /** Where a file is written. */
    @FunctionalInterface
    interface Target {

        /** The place for what the server sends, which begins at that byte: the offset or 0. */
        OutputStream from(long begin) throws IOException;
    }

    /**
     * A registered model.
     *
     * @param id by which its registry finds it
     * @param name as a person knows it
     * @param place in which of the server's registries it is; empty where there is one only
     * @param aliases the version that each names
     */
    record Model(
            String id,
            String name,
            String place,
            String description,
            Map<String, String> tags,
            Map<String, String> aliases,
            @Nullable Instant updated) {
        public Model {
            tags = Map.copyOf(tags);
            aliases = Map.copyOf(aliases);
        }
    }

    /**
     * A version of a model.
     *
     * @param model the id of its model
     * @param name of its model
     * @param number as the server writes it
     * @param ready whether its files are whole
     * @param source where its files came from, in the server's words
     * @param run that made it; empty for none
     */
    record Version(
            String model,
            String name,
            String number,
            boolean ready,
            String description,
            String source,
            String run,
            List<String> aliases,
            Map<String, String> tags,
            @Nullable Instant created) {
        public Version {
            aliases = List.copyOf(aliases);
            tags = Map.copyOf(tags);
        }
    }

    /**
     * A file of a version.
     *
     * @param path below the version's folder, with forward slashes
     * @param bytes -1 where the server does not say
     */
    record Artifact(String path, long bytes) {}
}
