package dev.modeldeck.engine.registry.quality;

import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.registry.FileHash;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * A text that a model reads to show how well it does. Only its hash is kept: figures of one text
 * compare with each other only.
 *
 * @param text the text itself
 */
public record QualityText(String text) {

    private static final int LONGEST = 1_000_000;

    public QualityText {
        if (text.isBlank()) {
            throw invalid("There is no text to read. Write or paste a page of it.");
        }
        if (text.length() > LONGEST) {
            throw invalid(
                    "The text is longer than a million letters. A page or two of it are enough.");
        }
    }

    /** Some prose, code and a dialogue, about 1,500 tokens, that come with the program. */
    public static QualityText builtIn() {
        try (InputStream in = QualityText.class.getResourceAsStream("built-in.txt")) {
            if (in == null) {
                throw new IOException("built-in.txt is not there");
            }
            return new QualityText(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("The built-in text cannot be read.", e);
        }
    }

    /** 64 hexadecimal digits. */
    public String sha256() {
        return FileHash.ofText(text);
    }

    /** Without the text, which is a person's own. */
    @Override
    public String toString() {
        return "QualityText[" + text.length() + " letters]";
    }

    private static EngineException invalid(String message) {
        return new EngineException(new Problem.Invalid(message, "text"));
    }
}
