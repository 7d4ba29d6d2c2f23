package dev.modeldeck.engine.local.text;

import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Functions that chat templates may call. Public because Jinjava calls them by reflection. */
public final class TemplateFunctions {

    private static final Pattern DIRECTIVE = Pattern.compile("%-?([a-zA-Z%])");
    private static final Map<String, String> JAVA =
            Map.ofEntries(
                    Map.entry("d", "dd"),
                    Map.entry("m", "MM"),
                    Map.entry("b", "MMM"),
                    Map.entry("B", "MMMM"),
                    Map.entry("y", "yy"),
                    Map.entry("Y", "yyyy"),
                    Map.entry("H", "HH"),
                    Map.entry("I", "hh"),
                    Map.entry("M", "mm"),
                    Map.entry("S", "ss"),
                    Map.entry("p", "a"),
                    Map.entry("a", "EEE"),
                    Map.entry("A", "EEEE"),
                    Map.entry("j", "DDD"));

    private TemplateFunctions() {}

    /** How a template refuses a conversation, for example two messages of the user in a row. */
    public static String raise_exception(String message) {
        throw new Refusal(message);
    }

    /** The present local time, formatted as Python's strftime does. */
    public static String strftime_now(String format) {
        return strftime(LocalDateTime.now(ZoneId.systemDefault()), format);
    }

    static String strftime(LocalDateTime time, String format) {
        Matcher matcher = DIRECTIVE.matcher(format);
        StringBuilder text = new StringBuilder();
        while (matcher.find()) {
            String pattern = JAVA.get(matcher.group(1));
            String value =
                    pattern == null
                            ? (matcher.group(1).equals("%") ? "%" : matcher.group())
                            : time.format(DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH));
            matcher.appendReplacement(text, Matcher.quoteReplacement(value));
        }
        return matcher.appendTail(text).toString();
    }

    /** A template's own refusal, with its reason. */
    static final class Refusal extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final String reason;

        Refusal(String reason) {
            super(reason);
            this.reason = reason;
        }

        String reason() {
            return reason;
        }
    }
}
