package dev.modeldeck.app.settings;

import java.security.SecureRandom;
import java.util.Base64;

/** Makes tokens that nobody guesses: 192 random bits. */
final class AccessToken {

    private static final int BYTES = 24;
    private static final String PREFIX = "mdk_";

    private AccessToken() {}

    static String random() {
        byte[] bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
