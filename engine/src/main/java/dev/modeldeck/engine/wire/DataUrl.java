package dev.modeldeck.engine.wire;

import dev.modeldeck.engine.inference.MessagePart.Source;

import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

/** Pictures in {@code data:} URLs (RFC 2397), always in base64. */
public final class DataUrl {

    private static final String SCHEME = "data:";
    private static final String ENCODED = ";base64";

    private DataUrl() {}

    public static boolean is(String url) {
        return url.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
    }

    /** Empty where it is broken, or holds something else than a picture. */
    public static Optional<Source.Enclosed> picture(String url) {
        int comma = url.indexOf(',');
        if (!is(url) || comma < 0) {
            return Optional.empty();
        }
        String head = url.substring(SCHEME.length(), comma).strip().toLowerCase(Locale.ROOT);
        if (!head.startsWith("image/") || !head.endsWith(ENCODED)) {
            return Optional.empty();
        }
        String base64 = url.substring(comma + 1).strip();
        return whole(base64)
                ? Optional.of(new Source.Enclosed(mediaType(head), base64))
                : Optional.empty();
    }

    public static String of(Source.Enclosed picture) {
        return SCHEME + picture.mediaType() + ENCODED + "," + picture.base64();
    }

    /** Without parameters; JPEG by the name that it has, as some servers know no other. */
    private static String mediaType(String head) {
        String type = head.substring(0, head.indexOf(';')).strip();
        return type.equals("image/jpg") ? "image/jpeg" : type;
    }

    private static boolean whole(String base64) {
        try {
            return base64.length() % 4 != 1 && Base64.getDecoder().decode(base64).length > 0;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
