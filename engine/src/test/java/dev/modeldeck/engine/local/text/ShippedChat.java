package dev.modeldeck.engine.local.text;

import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;

/** The chat model that ships, for tests that need one that was trained. */
public final class ShippedChat {

    private ShippedChat() {}

    public static Path folder() throws URISyntaxException {
        String config = "/dev/modeldeck/engine/starter/modeldeck-chat/config.json";
        URL found = ShippedChat.class.getResource(config);
        if (found == null) {
            throw new AssertionError(config + " is not there.");
        }
        return Path.of(found.toURI()).getParent();
    }
}
