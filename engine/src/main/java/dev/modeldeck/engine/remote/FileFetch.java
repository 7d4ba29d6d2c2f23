package dev.modeldeck.engine.remote;

import dev.modeldeck.engine.connections.RemoteRegistry;
import dev.modeldeck.engine.connections.Reply;
import dev.modeldeck.engine.connections.Site;
import dev.modeldeck.engine.http.HttpReply;
import dev.modeldeck.engine.http.HttpSend;

import java.io.IOException;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.Map;

/** Fetches files, going on where an earlier try was cut. */
public final class FileFetch {

    private static final int OK = 200;
    private static final int PARTIAL = 206;
    private static final int BEYOND_THE_END = 416;

    private FileFetch() {}

    /**
     * @param offset bytes that are there already
     * @throws IOException when it cannot be written
     */
    public static void fetch(Site site, String path, long offset, RemoteRegistry.Target target)
            throws IOException {
        boolean begun = fetched(site, path, offset, target);
        if (!begun) {
            fetched(site, path, 0, target);
        }
    }

    /** Whether the server had something from there on. */
    private static boolean fetched(
            Site site, String path, long offset, RemoteRegistry.Target target) throws IOException {
        Map<String, String> headers = new HashMap<>(site.headers().get());
        headers.put("Accept", "*/*");
        headers.put("Accept-Encoding", "identity"); // packed on the way, it could not be resumed
        if (offset > 0) {
            headers.put("Range", "bytes=" + offset + "-");
        }
        try (HttpReply reply =
                site.http().send(new HttpSend("GET", site.at(path), headers, null))) {
            switch (reply.status()) {
                case OK -> save(reply, target.from(0));
                case PARTIAL -> {
                    if (!goesOn(reply, offset)) {
                        return false;
                    }
                    save(reply, target.from(offset));
                }
                case BEYOND_THE_END -> {
                    return offset == 0;
                }
                default -> new Reply(reply.status(), reply.text()).orThrow("GET " + path);
            }
            return true;
        }
    }

    private static boolean goesOn(HttpReply reply, long offset) {
        return reply.header("Content-Range")
                .map(range -> range.startsWith("bytes " + offset + "-"))
                .orElse(false);
    }

    private static void save(HttpReply reply, OutputStream out) throws IOException {
        try (out) {
            reply.copyTo(out, _ -> {});
        }
    }
}
