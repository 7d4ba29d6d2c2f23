package dev.modeldeck.engine.local.text.calls;

import java.util.List;
import java.util.function.Predicate;

/**
 * Reads answers in which calls are JSON objects, alone or in a list, between an opening and a
 * closing mark. What turns out to be no call is text, marks and all.
 */
final class SectionReader implements CallReader {

    private static final String AROUND_OBJECTS = ",;[]";

    private enum Where {
        TEXT,
        SECTION,
        OBJECT
    }

    private final List<String> openings;
    private final String closing;
    private final boolean bare;
    private final Predicate<String> offered;
    private final Pieces pieces = new Pieces();

    /** What may be the beginning of a mark. */
    private final StringBuilder mark = new StringBuilder();

    /** What is text unless it turns out to be of a call. */
    private final StringBuilder raw = new StringBuilder();

    private Where where = Where.TEXT;
    private ObjectScanner object = new ObjectScanner();
    private boolean begun;
    private boolean anyInSection;

    /**
     * @param closing empty where calls last to the end of the answer
     * @param bare whether an answer that begins with a brace is a call without a mark
     */
    SectionReader(List<String> openings, String closing, boolean bare, Predicate<String> offered) {
        this.openings = List.copyOf(openings);
        this.closing = closing;
        this.bare = bare;
        this.offered = offered;
    }

    @Override
    public List<Piece> add(String text) {
        text.chars().forEach(c -> add((char) c));
        return pieces.take();
    }

    @Override
    public List<Piece> finish() {
        if (where == Where.OBJECT && begun) {
            end();
        } else if (where != Where.SECTION || !anyInSection) {
            raw.append(mark);
        }
        giveUp();
        return pieces.finish();
    }

    @Override
    public int completed() {
        return pieces.completed();
    }

    private void add(char c) {
        switch (where) {
            case TEXT -> inText(c);
            case SECTION -> inSection(c);
            case OBJECT -> inObject(c);
        }
    }

    private void inText(char c) {
        if (bare && c == '{' && mark.isEmpty() && !pieces.anyText()) {
            raw.append(c);
            anyInSection = false;
            enterObject();
            return;
        }
        mark.append(c);
        while (!mark.isEmpty() && openings.stream().noneMatch(o -> o.startsWith(mark.toString()))) {
            pieces.text(mark.substring(0, 1));
            mark.deleteCharAt(0);
        }
        if (openings.contains(mark.toString())) {
            raw.append(mark);
            mark.setLength(0);
            anyInSection = false;
            where = Where.SECTION;
        }
    }

    private void inSection(char c) {
        if (!closing.isEmpty() && closing.startsWith(mark.toString() + c)) {
            mark.append(c);
            if (mark.length() == closing.length()) {
                close();
            }
        } else if (mark.isEmpty() && c == '{') {
            raw.append(c);
            enterObject();
        } else if (mark.isEmpty() && isAroundObjects(c)) {
            if (!anyInSection) {
                raw.append(c);
            }
        } else {
            String rest = mark.toString() + c;
            giveUp();
            // Calls may follow, if the model forgot the closing mark.
            rest.chars().forEach(other -> inText((char) other));
        }
    }

    private static boolean isAroundObjects(char c) {
        return AROUND_OBJECTS.indexOf(c) >= 0 || Character.isWhitespace(c);
    }

    private void close() {
        if (!anyInSection) {
            raw.append(mark);
        }
        giveUp();
    }

    private void enterObject() {
        where = Where.OBJECT;
        object = new ObjectScanner();
        begun = false;
    }

    private void inObject(char c) {
        object.add(c);
        if (!begun) {
            raw.append(c);
            begin();
        }
        if (begun) {
            pieces.arguments(object.takeArguments());
        }
        if (begun && (object.done() || object.broken())) {
            end();
            where = Where.SECTION;
        } else if (object.done() || object.broken() || isStranger()) {
            giveUp();
        }
    }

    /** A call has ended; it is whole if its arguments are, whatever came after them. */
    private void end() {
        if (object.done() && !object.hasArguments()) {
            pieces.arguments("{}");
        }
        if (object.done() || object.hasWholeArguments()) {
            pieces.complete();
        }
    }

    /** Begins a call as soon as it is certain to be one. */
    private void begin() {
        String name = object.name();
        boolean certain = object.hasArguments() || object.done();
        if (name == null || !certain || isStranger()) {
            return;
        }
        begun = true;
        anyInSection = true;
        raw.setLength(0);
        pieces.begin(object.id(), name);
    }

    private boolean isStranger() {
        String name = object.name();
        return name != null && !offered.test(name);
    }

    /** What was read and is no call is text. */
    private void giveUp() {
        pieces.text(raw);
        raw.setLength(0);
        mark.setLength(0);
        where = Where.TEXT;
    }
}
