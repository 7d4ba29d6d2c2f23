package dev.modeldeck.engine.wire.mlflow;

import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/**
 * A page of a search.
 *
 * @param nextToken what asks for the next page; empty on the last
 */
public record SearchPage<T>(List<T> items, String nextToken) {

    private static final String PREFIX = "offset:";

    public SearchPage {
        items = List.copyOf(items);
    }

    /** Cuts a page out of all that was found. */
    public static <T> SearchPage<T> of(List<T> all, int size, String token) {
        int from = Math.min(offset(token), all.size());
        int to = (int) Math.min((long) from + size, all.size());
        return new SearchPage<>(all.subList(from, to), to < all.size() ? token(to) : "");
    }

    private static String token(int offset) {
        return Base64.getUrlEncoder()
                .encodeToString((PREFIX + offset).getBytes(StandardCharsets.UTF_8));
    }

    private static int offset(String token) {
        if (token.isEmpty()) {
            return 0;
        }
        try {
            String text = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
            if (text.startsWith(PREFIX)) {
                return Integer.parseUnsignedInt(text.substring(PREFIX.length()));
            }
        } catch (IllegalArgumentException unreadable) {
            throw new EngineException(wrong(), unreadable);
        }
        throw new EngineException(wrong());
    }

    private static Problem wrong() {
        return new Problem.Invalid("The page token is not one that a search gave.", "page_token");
    }
}
