package dev.modeldeck.engine.remote;

import dev.modeldeck.engine.inference.SettingSpec;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** A path with parameters, in their order; those without a value are left out. */
public final class Query {

    private final String path;
    private final List<String> parameters = new ArrayList<>();

    /**
     * @param parts of the path, with a slash before each; they may hold anything
     */
    public Query(String... parts) {
        StringBuilder joined = new StringBuilder();
        for (String part : parts) {
            joined.append('/').append(encoded(part));
        }
        path = joined.toString();
    }

    /** A model, or where one is named a version of it, as TorchServe and DJL Serving have them. */
    public static Query version(String model, String version) {
        return version.isEmpty() ? new Query("models", model) : new Query("models", model, version);
    }

    /** With all that was filled in. */
    public Query with(List<SettingSpec> settings, Values values) {
        settings.forEach(setting -> with(setting.key(), values.text(setting.key())));
        return this;
    }

    public Query with(String key, String value) {
        if (!value.isBlank()) {
            parameters.add(key + "=" + encoded(value.strip()));
        }
        return this;
    }

    /** A path whose slashes part it. */
    public static String path(String path) {
        return Arrays.stream(path.split("/", -1))
                .map(Query::encoded)
                .collect(Collectors.joining("/"));
    }

    @Override
    public String toString() {
        return parameters.isEmpty() ? path : path + "?" + String.join("&", parameters);
    }

    /** A part of a path, or a value, whatever it holds. */
    public static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
