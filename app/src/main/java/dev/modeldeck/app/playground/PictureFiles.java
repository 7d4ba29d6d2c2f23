package dev.modeldeck.app.playground;

import dev.modeldeck.app.controls.Formats;
import dev.modeldeck.app.fx.Texts;
import dev.modeldeck.engine.kernel.EngineException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The pictures of all conversations, each a file under the hash of its bytes: it is there once,
 * however many columns and turns show it.
 */
final class PictureFiles {

    static final List<String> ENDINGS = List.of("png", "jpg", "jpeg", "gif", "webp");

    /** Larger ones are refused by most servers. */
    static final long LARGEST = 10 << 20;

    private static final Logger LOG = LoggerFactory.getLogger(PictureFiles.class);
    private static final Duration NEW = Duration.ofMinutes(5);
    private static final int WEBP_AT = 8;

    private final Path folder;
    private final Texts texts = Texts.of("playground");

    PictureFiles(Path folder) {
        this.folder = folder;
    }

    /** Whether its name is that of a picture. */
    static boolean named(Path file) {
        String name = String.valueOf(file.getFileName());
        return ENDINGS.stream()
                .anyMatch(ending -> name.toLowerCase(Locale.ROOT).endsWith("." + ending));
    }

    /** Takes a copy of a file. */
    Picture add(Path file) {
        String name = String.valueOf(file.getFileName());
        try {
            long bytes = Files.size(file);
            if (Files.isDirectory(file) || bytes > LARGEST) {
                throw refused(name, bytes);
            }
            return add(name, Files.readAllBytes(file));
        } catch (IOException e) {
            throw new EngineException(
                    EngineException.invalid(texts.get("picture.unreadable", name)).problem(), e);
        }
    }

    Picture add(String name, byte[] bytes) {
        String mediaType = mediaType(bytes).orElseThrow(() -> refused(name, bytes.length));
        if (bytes.length > LARGEST) {
            throw refused(name, bytes.length);
        }
        Picture picture = new Picture(name, mediaType, hash(bytes) + "." + ending(mediaType));
        try {
            Path target = path(picture);
            if (!Files.exists(target)) {
                Files.createDirectories(folder);
                Path fresh = folder.resolve(picture.file() + ".new");
                Files.write(fresh, bytes);
                Files.move(fresh, target, StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw new EngineException(
                    EngineException.invalid(texts.get("picture.unkept", name)).problem(), e);
        }
        return picture;
    }

    Path path(Picture picture) {
        return folder.resolve(picture.file());
    }

    /** As requests have it. */
    String dataUrl(Picture picture) {
        try {
            return "data:%s;base64,%s"
                    .formatted(
                            picture.mediaType(),
                            Base64.getEncoder().encodeToString(Files.readAllBytes(path(picture))));
        } catch (IOException e) {
            throw new EngineException(
                    EngineException.invalid(texts.get("picture.gone", picture.name())).problem(),
                    e);
        }
    }

    void delete(Set<String> files) {
        for (String file : files) {
            try {
                Files.deleteIfExists(folder.resolve(file));
            } catch (IOException e) {
                LOG.warn("A picture in {} cannot be deleted", folder, e);
            }
        }
    }

    /** Deletes all others, but for new ones, which may be about to be sent. */
    void keepOnly(Set<String> files) {
        if (!Files.isDirectory(folder)) {
            return;
        }
        Instant old = Instant.now().minus(NEW);
        try (Stream<Path> all = Files.list(folder)) {
            for (Path file : all.toList()) {
                if (!files.contains(file.getFileName().toString())
                        && Files.getLastModifiedTime(file).toInstant().isBefore(old)) {
                    Files.delete(file);
                }
            }
        } catch (IOException e) {
            LOG.warn("Pictures in {} cannot be deleted", folder, e);
        }
    }

    private EngineException refused(String name, long bytes) {
        return EngineException.invalid(
                bytes > LARGEST
                        ? texts.get(
                                "picture.large", name, Formats.bytes(bytes), Formats.bytes(LARGEST))
                        : texts.get("picture.none", name));
    }

    /** By how it begins; names may lie. */
    private static Optional<String> mediaType(byte[] bytes) {
        Map<String, String> beginnings =
                Map.of(
                        "\u0089PNG\r\n", "image/png",
                        "\u00ff\u00d8\u00ff", "image/jpeg",
                        "GIF8", "image/gif");
        for (Map.Entry<String, String> beginning : beginnings.entrySet()) {
            if (has(bytes, 0, beginning.getKey())) {
                return Optional.of(beginning.getValue());
            }
        }
        return has(bytes, 0, "RIFF") && has(bytes, WEBP_AT, "WEBP")
                ? Optional.of("image/webp")
                : Optional.empty();
    }

    private static boolean has(byte[] bytes, int at, String text) {
        byte[] wanted = text.getBytes(StandardCharsets.ISO_8859_1);
        int end = at + wanted.length;
        return bytes.length >= end && Arrays.equals(bytes, at, end, wanted, 0, wanted.length);
    }

    private static String ending(String mediaType) {
        return mediaType.substring(mediaType.indexOf('/') + 1);
    }

    private static String hash(byte[] bytes) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes), 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every JDK has it
        }
    }
}
