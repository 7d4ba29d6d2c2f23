package dev.modeldeck.engine.local.torchscript;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One TorchScript class: attributes with their values, and methods as source text in TorchScript's
 * serialised form (every call spelt out: {@code torch.add(x, y)}, {@code ops.mkldnn…}, {@code
 * (self).f(x, )}).
 *
 * @param name class name; methods declare {@code self: __torch__.<name>}
 * @param methods each a whole {@code def} with its indented body, without the class's own
 *     indentation
 */
public record ModuleSource(
        String name, Map<String, AttributeValue> attributes, List<String> methods) {

    public ModuleSource {
        attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
        methods = List.copyOf(methods);
    }

    public static Builder named(String name) {
        return new Builder(name);
    }

    /** The text of the code file in the archive. */
    public String text() {
        String parameters =
                attributes.entrySet().stream()
                        .filter(entry -> isParameter(entry.getValue()))
                        .map(entry -> "\"" + entry.getKey() + "\", ")
                        .collect(Collectors.joining());
        StringBuilder text = new StringBuilder("class " + name + "(Module):\n");
        text.append("  __parameters__ = [").append(parameters).append("]\n");
        text.append("  __buffers__ = []\n");
        attributes.forEach((attribute, value) ->
                text.append("  %s : %s\n".formatted(attribute, value.type())));
        for (String method : methods) {
            text.append(method.strip().indent(2));
        }
        return text.toString();
    }

    private static boolean isParameter(AttributeValue value) {
        return value instanceof AttributeValue.DenseTensor tensor && tensor.parameter();
    }

    /** Collects attributes and methods in order. Every module has the {@code training} flag. */
    public static final class Builder {

        private final String name;
        private final Map<String, AttributeValue> attributes = new LinkedHashMap<>();
        private final List<String> methods = new ArrayList<>();

        private Builder(String name) {
            this.name = name;
            attributes.put("training", new AttributeValue.Flag(true));
        }

        public Builder attribute(String attribute, AttributeValue value) {
            attributes.put(attribute, value);
            return this;
        }

        /** Adds a method; {@code SELF} in its text stands for the module's type. */
        public Builder method(String source) {
            methods.add(source.replace("SELF", "__torch__." + name));
            return this;
        }

        public ModuleSource build() {
            return new ModuleSource(name, attributes, methods);
        }
    }
}
