package dev.modeldeck.engine.local.text;

import dev.modeldeck.engine.local.torchscript.AttributeValue;
import dev.modeldeck.engine.local.torchscript.ModuleSource;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A module in the making, whose methods have holes such as {@code {mask}}: what stands in them is
 * chosen once, so that nothing need be asked while it runs.
 */
final class SourceTemplate {

    private static final Pattern HOLE = Pattern.compile("\\{([a-z_]+)}");

    private final ModuleSource.Builder module;
    private final List<String> methods = new ArrayList<>();
    private final Map<String, String> holes = new HashMap<>();

    SourceTemplate(String name) {
        this.module = ModuleSource.named(name);
    }

    SourceTemplate attribute(String name, AttributeValue value) {
        module.attribute(name, value);
        return this;
    }

    /** An attribute that begins as an empty list of elements of that type. */
    SourceTemplate list(String name, String type) {
        return attribute(name, new AttributeValue.EmptyList("List[" + type + "]"));
    }

    SourceTemplate method(String source) {
        methods.add(source);
        return this;
    }

    /**
     * Says what stands in a hole, which may have holes of its own; further lines are indented as
     * the line with the hole is.
     */
    SourceTemplate fill(String hole, String text) {
        holes.put(hole, text.strip());
        return this;
    }

    ModuleSource build() {
        methods.forEach(method -> module.method(filled(method)));
        return module.build();
    }

    private String filled(String source) {
        return source.lines().map(this::filledLine).collect(Collectors.joining("\n"));
    }

    private String filledLine(String line) {
        String indent = "\n" + line.substring(0, line.length() - line.stripLeading().length());
        return HOLE.matcher(line)
                .replaceAll(hole ->
                        Matcher.quoteReplacement(
                                filled(text(hole.group(1))).replace("\n", indent)));
    }

    private String text(String hole) {
        String text = holes.get(hole);
        if (text == null) {
            throw new IllegalStateException("Nothing fills {" + hole + "}");
        }
        return text;
    }
}
