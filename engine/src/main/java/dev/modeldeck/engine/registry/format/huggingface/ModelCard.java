package dev.modeldeck.engine.registry.format.huggingface;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

import java.io.IOException;
import java.nio.file.Files;

/** The head of README.md, which says the licence among other things. */
final class ModelCard {

    private static final String FENCE = "---";

    private ModelCard() {}

    /** As stated; null where the card is missing, has no head, or states none. */
    static @Nullable String licence(Folder folder) {
        if (!folder.has("README.md")) {
            return null;
        }
        try {
            JsonNode head =
                    new YAMLMapper().readTree(head(Files.readString(folder.path("README.md"))));
            JsonNode licence = head.path("license");
            String stated = licence.isArray() ? licence.path(0).asString("") : licence.asString("");
            String name = head.path("license_name").asString("");
            String said = stated.equals("other") && !name.isEmpty() ? name : stated;
            return said.isEmpty() ? null : said;
        } catch (IOException | JacksonException e) {
            // A card that cannot be read takes nothing from the model.
            return null;
        }
    }

    /** The YAML between the first two lines of three dashes. */
    private static String head(String card) {
        String text = card.stripLeading();
        if (!text.startsWith(FENCE)) {
            return "{}";
        }
        int end = text.indexOf("\n" + FENCE, FENCE.length());
        return end < 0 ? "{}" : text.substring(FENCE.length(), end);
    }
}
