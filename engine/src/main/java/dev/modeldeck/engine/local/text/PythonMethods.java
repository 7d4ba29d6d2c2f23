package dev.modeldeck.engine.local.text;

import jinjava.javax.el.ELContext;
import jinjava.javax.el.ELResolver;

import org.jspecify.annotations.Nullable;

import java.beans.FeatureDescriptor;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The methods of Python's strings and dictionaries that chat templates call, for Java's strings and
 * maps. All else is left to Jinjava.
 */
final class PythonMethods extends ELResolver {

    @Override
    public @Nullable Object invoke(
            ELContext context,
            @Nullable Object base,
            Object method,
            Class<?> @Nullable [] types,
            Object @Nullable [] arguments) {
        Object[] given = arguments == null ? new Object[0] : arguments;
        Object result =
                switch (base) {
                    case String text -> ofText(text, method.toString(), given);
                    case Map<?, ?> map -> ofMap(map, method.toString(), given);
                    case null, default -> Unknown.METHOD;
                };
        if (result == Unknown.METHOD) {
            return null;
        }
        context.setPropertyResolved(true);
        return result;
    }

    private static Object ofText(String text, String method, Object[] arguments) {
        String first = arguments.length > 0 ? String.valueOf(arguments[0]) : "";
        return switch (method) {
            case "strip" -> stripped(text, arguments, true, true);
            case "lstrip" -> stripped(text, arguments, true, false);
            case "rstrip" -> stripped(text, arguments, false, true);
            case "split" -> arguments.length == 0 ? words(text) : pieces(text, arguments);
            case "startswith" -> text.startsWith(first);
            case "endswith" -> text.endsWith(first);
            case "upper" -> text.toUpperCase(Locale.ROOT);
            case "lower" -> text.toLowerCase(Locale.ROOT);
            case "capitalize", "title" -> capitalized(text);
            case "find" -> (long) text.indexOf(first);
            case "count" -> (long) pieces(text, arguments).size() - 1;
            case "replace" -> text.replace(first, String.valueOf(arguments[1]));
            default -> Unknown.METHOD;
        };
    }

    private static @Nullable Object ofMap(Map<?, ?> map, String method, Object[] arguments) {
        return switch (method) {
            case "items" ->
                    map.entrySet().stream()
                            .map(entry -> Arrays.asList(entry.getKey(), entry.getValue()))
                            .toList();
            case "keys" -> List.copyOf(map.keySet());
            case "values" -> List.copyOf(map.values());
            case "get" -> {
                Object value = map.get(arguments[0]);
                yield value == null && arguments.length > 1 ? arguments[1] : value;
            }
            default -> Unknown.METHOD;
        };
    }

    private static String stripped(String text, Object[] arguments, boolean left, boolean right) {
        String cut = arguments.length > 0 ? String.valueOf(arguments[0]) : " \t\n\r\f\u000B";
        int from = 0;
        int to = text.length();
        while (left && from < to && cut.indexOf(text.charAt(from)) >= 0) {
            from++;
        }
        while (right && to > from && cut.indexOf(text.charAt(to - 1)) >= 0) {
            to--;
        }
        return text.substring(from, to);
    }

    private static List<String> words(String text) {
        String trimmed = text.strip();
        return trimmed.isEmpty() ? List.of() : List.of(trimmed.split("\\s+"));
    }

    private static List<String> pieces(String text, Object[] arguments) {
        String separator = java.util.regex.Pattern.quote(String.valueOf(arguments[0]));
        int limit = arguments.length > 1 ? ((Number) arguments[1]).intValue() + 1 : -1;
        return List.of(text.split(separator, limit));
    }

    private static String capitalized(String text) {
        return text.isEmpty()
                ? text
                : text.substring(0, 1).toUpperCase(Locale.ROOT)
                        + text.substring(1).toLowerCase(Locale.ROOT);
    }

    // Properties are Jinjava's own business.

    @Override
    public @Nullable Object getValue(
            ELContext context, @Nullable Object base, @Nullable Object property) {
        return null;
    }

    @Override
    public @Nullable Class<?> getType(
            ELContext context, @Nullable Object base, @Nullable Object property) {
        return null;
    }

    @Override
    public void setValue(
            ELContext context, @Nullable Object base, @Nullable Object property, Object value) {}

    @Override
    public boolean isReadOnly(ELContext context, @Nullable Object base, @Nullable Object property) {
        return true;
    }

    @Override
    public @Nullable Iterator<FeatureDescriptor> getFeatureDescriptors(
            ELContext context, @Nullable Object base) {
        return null;
    }

    @Override
    public @Nullable Class<?> getCommonPropertyType(ELContext context, @Nullable Object base) {
        return null;
    }

    private enum Unknown {
        METHOD
    }
}
