package dev.modeldeck.engine.wire.openai;

import dev.modeldeck.engine.inference.ChatMessage;
import dev.modeldeck.engine.inference.MessagePart;
import dev.modeldeck.engine.inference.MessagePart.Picture;
import dev.modeldeck.engine.inference.MessagePart.Source;
import dev.modeldeck.engine.inference.MessagePart.Text;
import dev.modeldeck.engine.wire.DataUrl;
import dev.modeldeck.engine.wire.Fields;
import dev.modeldeck.engine.wire.Json;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The {@code content} of a message: a string, or an array of texts and pictures. */
final class ContentParts {

    private static final String FORM = "a string or an array of parts.";
    private static final Set<String> SHOWING = Set.of("user", "tool");
    private static final String CAN_BE_SENT =
            "Parts can be texts, {\"type\": \"text\", \"text\": …}, and pictures,"
                    + " {\"type\": \"image_url\", \"image_url\": {\"url\": …}}.";

    private ContentParts() {}

    /**
     * @param at the field, for what is said when it is wrong
     */
    static List<MessagePart> parse(@Nullable JsonNode content, String role, String at) {
        if (content == null) {
            throw Fields.wrong(at, "is required: " + FORM);
        }
        if (content.isString()) {
            return text(Json.wholeCharacters(content.stringValue()));
        }
        if (!content.isArray()) {
            throw Fields.wrong(at, "must be " + FORM);
        }
        List<MessagePart> parts = new ArrayList<>();
        for (JsonNode part : content) {
            parts.add(part(part, role, at + "[" + parts.size() + "]"));
        }
        // Models that only read get one text, as if it had come as a string.
        return parts.stream().allMatch(Text.class::isInstance)
                ? text(new ChatMessage(role, parts, List.of(), "").content())
                : parts;
    }

    /** A string where there is nothing to be seen, as every server takes that. */
    static JsonNode json(ChatMessage message) {
        if (!message.hasPictures()) {
            return Json.text(message.content());
        }
        ArrayNode array = Json.array();
        for (MessagePart part : message.parts()) {
            switch (part) {
                case Text(String text) -> array.addObject().put("type", "text").put("text", text);
                case Picture picture -> {
                    ObjectNode image =
                            array.addObject()
                                    .put("type", "image_url")
                                    .putObject("image_url")
                                    .put("url", url(picture));
                    if (!picture.detail().isEmpty()) {
                        image.put("detail", picture.detail());
                    }
                }
            }
        }
        return array;
    }

    /** The picture's address, or a {@code data:} URL with all of it. */
    static String url(Picture picture) {
        return switch (picture.source()) {
            case Source.Address(String url) -> url;
            case Source.Enclosed enclosed -> DataUrl.of(enclosed);
        };
    }

    private static List<MessagePart> text(String text) {
        return text.isEmpty() ? List.of() : List.of(new Text(text));
    }

    private static MessagePart part(JsonNode part, String role, String at) {
        if (!(part instanceof ObjectNode object)) {
            throw Fields.wrong(at, "must be an object. " + CAN_BE_SENT);
        }
        Fields fields = new Fields(object);
        String type = fields.text("type", "");
        return switch (type) {
            case "text" -> {
                String text = fields.text("text");
                if (text == null) {
                    throw Fields.wrong(at + ".text", "is required: a string.");
                }
                yield new Text(text);
            }
            case "image_url" -> {
                if (!SHOWING.contains(role)) {
                    throw Fields.wrong(
                            at,
                            "is a picture, and those can be in messages of the user and of tools only.");
                }
                yield picture(fields, at + ".image_url");
            }
            default ->
                    throw Fields.wrong(
                            at + ".type",
                            "is \"%s\", which cannot be read here. %s"
                                    .formatted(type, CAN_BE_SENT));
        };
    }

    private static Picture picture(Fields part, String at) {
        if (!(part.get("image_url") instanceof ObjectNode image)) {
            throw Fields.wrong(at, "must be an object with the picture's \"url\".");
        }
        Fields fields = new Fields(image);
        String url = fields.text("url", "");
        return new Picture(source(url, at + ".url"), fields.text("detail", ""));
    }

    private static Source source(String url, String at) {
        if (DataUrl.is(url)) {
            return DataUrl.picture(url)
                    .orElseThrow(() ->
                            Fields.wrong(
                                    at,
                                    "is no whole picture. Send \"data:image/png;base64,\", or the media type that it has, and its bytes in base64 behind the comma."));
        }
        if (!isWeb(url)) {
            throw Fields.wrong(
                    at,
                    "must be an address that begins with https:// or http://, or the picture itself as a data: URL.");
        }
        return new Source.Address(url);
    }

    private static boolean isWeb(String url) {
        try {
            URI address = new URI(url);
            String scheme = address.getScheme() == null ? "" : address.getScheme();
            return Set.of("http", "https").contains(scheme.toLowerCase(Locale.ROOT))
                    && address.getHost() != null;
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
