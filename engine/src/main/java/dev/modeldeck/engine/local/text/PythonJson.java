package dev.modeldeck.engine.local.text;

import com.hubspot.jinjava.interpret.JinjavaInterpreter;
import com.hubspot.jinjava.lib.filter.AdvancedFilter;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The filter {@code tojson} as Hugging Face Transformers gives it to templates: JSON as Python's
 * {@code json.dumps} writes it, with letters of all alphabets as they are. Models were trained on
 * just these spaces.
 */
final class PythonJson implements AdvancedFilter {

    @Override
    public String getName() {
        return "tojson";
    }

    @Override
    public Object filter(
            @Nullable Object value,
            JinjavaInterpreter interpreter,
            Object[] arguments,
            Map<String, Object> named) {
        Object indent = named.get("indent");
        boolean sorted = Boolean.TRUE.equals(named.get("sort_keys"));
        Object separators = named.get("separators");
        boolean laidOut = indent instanceof Number;
        String comma = laidOut ? "," : ", ";
        String colon = ": ";
        if (separators instanceof List<?> pair && pair.size() == 2) {
            comma = String.valueOf(pair.get(0));
            colon = String.valueOf(pair.get(1));
        }
        int width = indent instanceof Number number ? number.intValue() : -1;
        StringBuilder out = new StringBuilder();
        new Writer(out, comma, colon, width, sorted).write(value, 0);
        return out.toString();
    }

    /** The value in one line. */
    static String of(Object value) {
        StringBuilder out = new StringBuilder();
        new Writer(out, ", ", ": ", -1, false).write(value, 0);
        return out.toString();
    }

    /** Python's way of writing a number with a fraction. */
    static String number(double value) {
        if (!Double.isFinite(value)) {
            return Double.isNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity";
        }
        BigDecimal decimal = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        int exponent = decimal.precision() - decimal.scale() - 1;
        if (value == 0 || (exponent >= -4 && exponent < 16)) {
            String plain = decimal.toPlainString();
            String signed = value == 0 && 1 / value < 0 ? "-" + plain : plain;
            return signed.contains(".") ? signed : signed + ".0";
        }
        String digits = decimal.unscaledValue().abs().toString();
        String fraction = digits.length() == 1 ? "" : "." + digits.substring(1);
        return "%s%s%se%s%02d"
                .formatted(
                        value < 0 ? "-" : "",
                        digits.charAt(0),
                        fraction,
                        exponent < 0 ? "-" : "+",
                        Math.abs(exponent));
    }

    private record Writer(
            StringBuilder out, String comma, String colon, int indent, boolean sorted) {

        void write(@Nullable Object value, int depth) {
            switch (value) {
                case null -> out.append("null");
                case Map<?, ?> map -> map(sorted ? new TreeMap<>(map) : map, depth);
                case Iterable<?> items -> items(items, depth);
                case Boolean flag -> out.append(flag);
                case Double number -> out.append(number(number));
                case Float number -> out.append(number(number));
                case Number number -> out.append(number);
                default -> string(value.toString());
            }
        }

        private void map(Map<?, ?> map, int depth) {
            List<Runnable> entries = new ArrayList<>();
            map.forEach((key, value) ->
                    entries.add(() -> {
                        string(String.valueOf(key));
                        out.append(colon);
                        write(value, depth + 1);
                    }));
            between('{', entries, '}', depth);
        }

        private void items(Iterable<?> items, int depth) {
            List<Runnable> entries = new ArrayList<>();
            items.forEach(item -> entries.add(() -> write(item, depth + 1)));
            between('[', entries, ']', depth);
        }

        private void between(char open, List<Runnable> entries, char close, int depth) {
            out.append(open);
            for (int i = 0; i < entries.size(); i++) {
                out.append(i == 0 ? "" : comma);
                line(depth + 1);
                entries.get(i).run();
            }
            if (!entries.isEmpty()) {
                line(depth);
            }
            out.append(close);
        }

        private void line(int depth) {
            if (indent >= 0) {
                out.append('\n').append(" ".repeat(indent * depth));
            }
        }

        private void string(String text) {
            out.append('"');
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                switch (c) {
                    case '"' -> out.append("\\\"");
                    case '\\' -> out.append("\\\\");
                    case '\n' -> out.append("\\n");
                    case '\r' -> out.append("\\r");
                    case '\t' -> out.append("\\t");
                    case '\b' -> out.append("\\b");
                    case '\f' -> out.append("\\f");
                    default -> out.append(c < 0x20 ? "\\u%04x".formatted((int) c) : c);
                }
            }
            out.append('"');
        }
    }
}
