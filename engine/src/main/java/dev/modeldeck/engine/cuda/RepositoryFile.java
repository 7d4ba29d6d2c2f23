package dev.modeldeck.engine.cuda;

import dev.modeldeck.engine.http.HttpCalls;
import dev.modeldeck.engine.http.HttpReply;
import dev.modeldeck.engine.http.HttpSend;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;

/** A file in a Maven repository, with its checksum beside it. Call from virtual threads. */
record RepositoryFile(HttpCalls http, URI uri) {

    /** Packed on the way, a file could not be resumed. */
    private static final Map<String, String> AS_IT_IS = Map.of("Accept-Encoding", "identity");

    private static final int OK = 200;
    private static final int PARTIAL = 206;
    private static final int NOT_FOUND = 404;
    private static final int BEYOND_THE_END = 416;
    private static final int MOST_REDIRECTS = 5;

    /**
     * What a file must hash to.
     *
     * @param algorithm as Java calls it
     * @param hex in lower case
     */
    record Checksum(String algorithm, String hex) {}

    /** Bytes of the file, asked without fetching it. */
    long size() {
        try (HttpReply reply = ask("HEAD", uri, AS_IT_IS)) {
            check(reply);
            return reply.length()
                    .orElseThrow(() -> useless("does not say how large " + uri + " is"));
        }
    }

    /** SHA-256 where the repository has it, or else SHA-1, which each has. */
    Checksum checksum() {
        for (String algorithm : new String[] {"SHA-256", "SHA-1"}) {
            String ending = "." + algorithm.replace("-", "").toLowerCase(Locale.ROOT);
            try (HttpReply reply = ask("GET", URI.create(uri + ending), AS_IT_IS)) {
                if (reply.ok()) {
                    // Some write the file's name behind it.
                    String hex = reply.text().strip().split("\\s+", -1)[0];
                    return new Checksum(algorithm, hex.toLowerCase(Locale.ROOT));
                }
                if (reply.status() != NOT_FOUND) {
                    check(reply);
                }
            }
        }
        throw useless("has no checksum of " + uri + ", so nobody could tell whether it is whole");
    }

    /**
     * Fetches it into a file, going on where that ends; what has arrived stays there when it fails.
     *
     * @param arrived told how many bytes of all are there
     */
    void download(Path part, LongConsumer arrived) throws IOException {
        long there = part.toFile().length();
        Map<String, String> headers =
                there == 0
                        ? AS_IT_IS
                        : Map.of("Accept-Encoding", "identity", "Range", "bytes=" + there + "-");
        try (HttpReply reply = ask("GET", uri, headers)) {
            switch (reply.status()) {
                case OK -> save(reply, part, 0, arrived);
                case PARTIAL -> save(reply, part, there, arrived);
                case BEYOND_THE_END -> arrived.accept(there); // the checksum will tell
                default -> check(reply);
            }
        }
    }

    private static void save(HttpReply reply, Path part, long there, LongConsumer arrived)
            throws IOException {
        StandardOpenOption how =
                there == 0 ? StandardOpenOption.TRUNCATE_EXISTING : StandardOpenOption.APPEND;
        try (OutputStream out =
                Files.newOutputStream(
                        part, StandardOpenOption.CREATE, StandardOpenOption.WRITE, how)) {
            long[] sum = {there};
            reply.copyTo(out, count -> arrived.accept(sum[0] += count));
        }
    }

    /** Follows where a repository keeps its files elsewhere, as mirrors do. */
    private HttpReply ask(String method, URI first, Map<String, String> headers) {
        URI at = first;
        for (int hop = 0; hop <= MOST_REDIRECTS; hop++) {
            HttpReply reply = http.send(new HttpSend(method, at, headers, null));
            Optional<String> elsewhere = reply.redirect();
            if (elsewhere.isEmpty()) {
                return reply;
            }
            reply.close();
            at = next(at, elsewhere.get());
        }
        throw useless("sends from one address to the next and never to " + first);
    }

    private static URI next(URI at, String elsewhere) {
        try {
            URI next = at.resolve(elsewhere);
            if ("https".equals(at.getScheme()) && !"https".equals(next.getScheme())) {
                throw useless("sends to " + next + ", which is not protected by https");
            }
            return next;
        } catch (IllegalArgumentException e) {
            throw useless("sends to \"" + elsewhere + "\", which is no address");
        }
    }

    private void check(HttpReply reply) {
        if (reply.status() == NOT_FOUND) {
            throw EngineException.notFound(
                    "The repository has no file "
                            + uri
                            + ". Choose another one in Settings; Maven Central has it.");
        }
        if (!reply.ok()) {
            throw new EngineException(
                    new Problem.Upstream(
                            "The repository answered with status "
                                    + reply.status()
                                    + ". Try again, or choose another one in Settings.",
                            reply.status()));
        }
    }

    private static EngineException useless(String why) {
        return new EngineException(
                new Problem.Upstream(
                        "The repository " + why + ". Choose another one in Settings.", 502));
    }
}
