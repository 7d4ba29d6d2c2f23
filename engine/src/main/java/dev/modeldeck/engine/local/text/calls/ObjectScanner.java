package dev.modeldeck.engine.local.text.calls;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

import java.util.Set;

/**
 * Reads a call that is a JSON object while it is written: {@code {"name": …, "arguments": {…}}},
 * with {@code parameters} for arguments, in any order, perhaps one level down under {@code
 * function}. What has other keys before these two is no call.
 */
final class ObjectScanner {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Set<String> ARGUMENTS = Set.of("arguments", "parameters");
    private static final Set<String> OTHERS = Set.of("name", "id", "type", "function");

    private enum Where {
        BEFORE_KEY,
        KEY,
        BEFORE_COLON,
        VALUE,
        DONE,
        BROKEN
    }

    private Where where = Where.BEFORE_KEY;
    private final StringBuilder key = new StringBuilder();
    private final StringBuilder value = new StringBuilder();
    private ValueScanner scanner = new ValueScanner();
    private boolean nested;
    private boolean live;
    private int taken;
    private String id = "";
    private @Nullable String name;
    private @Nullable String arguments;

    /** A character behind the opening brace. */
    void add(char c) {
        switch (where) {
            case BEFORE_KEY -> beforeKey(c);
            case KEY -> inKey(c);
            case BEFORE_COLON -> {
                if (c == ':') {
                    where = Where.VALUE;
                    scanner = new ValueScanner();
                    value.setLength(0);
                    live = false;
                } else if (!Character.isWhitespace(c)) {
                    where = Where.BROKEN;
                }
            }
            case VALUE -> inValue(c);
            case DONE, BROKEN -> {}
        }
    }

    private void beforeKey(char c) {
        if (c == '"') {
            key.setLength(0);
            where = Where.KEY;
        } else if (c == '}') {
            where = nested ? Where.BEFORE_KEY : Where.DONE;
            nested = false;
        } else if (c != ',' && !Character.isWhitespace(c)) {
            where = Where.BROKEN;
        }
    }

    private void inKey(char c) {
        if (c != '"') {
            key.append(c);
            return;
        }
        String known = key.toString();
        boolean whole = name != null && hasWholeArguments();
        where =
                whole || ARGUMENTS.contains(known) || OTHERS.contains(known)
                        ? Where.BEFORE_COLON
                        : Where.BROKEN;
    }

    private void inValue(char c) {
        if (!scanner.begun() && Character.isWhitespace(c)) {
            return;
        }
        if (!scanner.begun() && c == '{' && key.toString().equals("function") && !nested) {
            nested = true;
            where = Where.BEFORE_KEY;
            return;
        }
        boolean own = scanner.add(c);
        if (own) {
            live |= value.isEmpty() && c == '{' && ARGUMENTS.contains(key.toString());
            value.append(c);
        }
        if (scanner.done()) {
            ended();
            where = Where.BEFORE_KEY;
            if (!own) {
                beforeKey(c);
            }
        }
    }

    private void ended() {
        String text = value.toString();
        String known = key.toString();
        if (ARGUMENTS.contains(known) && arguments == null) {
            // Some models write the arguments as a text that holds JSON.
            arguments = text.startsWith("\"") ? string(text) : text.equals("null") ? "{}" : text;
            live = false;
        } else if (known.equals("name")) {
            name = string(text);
        } else if (known.equals("id")) {
            id = string(text);
        }
    }

    private static String string(String json) {
        try {
            return JSON.readTree(json).asString("");
        } catch (JacksonException e) {
            return "";
        }
    }

    boolean done() {
        return where == Where.DONE;
    }

    boolean broken() {
        return where == Where.BROKEN;
    }

    /** Null until it was read. */
    @Nullable String name() {
        return name;
    }

    /** Empty where it has none, or not yet. */
    String id() {
        return id;
    }

    /** Whether something of the arguments is there. */
    boolean hasArguments() {
        return live || arguments != null;
    }

    boolean hasWholeArguments() {
        return arguments != null;
    }

    /** What came of the arguments since this was last asked. */
    String takeArguments() {
        String all = arguments != null ? arguments : live ? value.toString() : "";
        String fresh = all.substring(Math.min(taken, all.length()));
        taken = all.length();
        return fresh;
    }
}
