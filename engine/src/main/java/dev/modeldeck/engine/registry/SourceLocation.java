package dev.modeldeck.engine.registry;

import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;

import java.net.URI;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a new version's files come from, as a person or script names it. */
sealed interface SourceLocation {

    /** A file or folder. */
    record Local(Path path) implements SourceLocation {}

    /** Another version of the registry: {@code models:/name/3}, {@code /latest}, {@code @alias}. */
    record Registered(ModelName model, Selector selector) implements SourceLocation {}

    /** Which version. */
    sealed interface Selector {
        record Numbered(int number) implements Selector {}

        record Latest() implements Selector {}

        record Alias(String alias) implements Selector {}
    }

    /** Two letters at least: one alone is a Windows drive. */
    Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]+):.*");

    Pattern MODELS = Pattern.compile("models:/+([^/@]+)(?:/(\\d{1,9}|latest)|@([\\w-]+))");

    static SourceLocation parse(String source) {
        String text = source.strip();
        if (text.isEmpty()) {
            throw invalid("Say where the model's files are: a path, or a file: URI.");
        }
        Matcher scheme = SCHEME.matcher(text);
        return switch (scheme.matches() ? scheme.group(1) : "") {
            case "" -> new Local(path(text));
            case "file" -> new Local(fileUri(text));
            case "models" -> models(text);
            default ->
                    throw invalid(
                            "Files can be registered from this machine only, not from "
                                    + scheme.group(1)
                                    + ": addresses. Download them, then give the folder's path.");
        };
    }

    private static Path path(String text) {
        try {
            return Path.of(text).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            throw invalid("\"" + text + "\" is not a path on this machine.");
        }
    }

    private static Path fileUri(String text) {
        try {
            URI uri = URI.create(text.replace(" ", "%20"));
            String host = uri.getAuthority();
            if (host != null && !host.equals("localhost")) {
                throw invalid("\"" + text + "\" names another machine. Write file:///path.");
            }
            return uri.getPath() == null
                    ? path(uri.getSchemeSpecificPart())
                    : Path.of(URI.create("file://" + uri.getRawPath())).normalize();
        } catch (IllegalArgumentException | FileSystemNotFoundException e) {
            throw invalid("\"" + text + "\" is not a file: URI. Write file:///path.");
        }
    }

    private static Registered models(String text) {
        Matcher matcher = MODELS.matcher(text);
        if (!matcher.matches()) {
            throw invalid(
                    "\""
                            + text
                            + "\" does not name a version. Write models:/name/3 or models:/name@alias.");
        }
        Selector selector;
        if (matcher.group(3) != null) {
            selector = new Selector.Alias(matcher.group(3));
        } else if (matcher.group(2).equals("latest")) {
            selector = new Selector.Latest();
        } else {
            selector = new Selector.Numbered(Integer.parseInt(matcher.group(2)));
        }
        return new Registered(ModelName.parse(matcher.group(1)), selector);
    }

    private static EngineException invalid(String message) {
        return new EngineException(new Problem.Invalid(message, "source"));
    }
}
