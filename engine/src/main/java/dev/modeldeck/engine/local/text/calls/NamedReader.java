package dev.modeldeck.engine.local.text.calls;

import java.util.List;
import java.util.function.Predicate;

/** Reads answers in which a call's name stands between marks, and its arguments after them. */
final class NamedReader implements CallReader {

    private enum Where {
        TEXT,
        NAME,
        ARGUMENTS
    }

    private final Predicate<String> offered;
    private final Pieces pieces = new Pieces();
    private final StringBuilder mark = new StringBuilder();
    private final StringBuilder head = new StringBuilder();
    private Where where = Where.TEXT;
    private ValueScanner scanner = new ValueScanner();

    NamedReader(Predicate<String> offered) {
        this.offered = offered;
    }

    @Override
    public List<Piece> add(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (where) {
                case TEXT -> inText(c);
                case NAME -> inName(c);
                case ARGUMENTS -> inArguments(c);
            }
        }
        return pieces.take();
    }

    @Override
    public List<Piece> finish() {
        pieces.text(mark);
        if (where == Where.NAME) {
            pieces.text(NamedMistralCalls.OPEN + head);
        }
        return pieces.finish();
    }

    @Override
    public int completed() {
        return pieces.completed();
    }

    private void inText(char c) {
        mark.append(c);
        while (!mark.isEmpty() && !NamedMistralCalls.OPEN.startsWith(mark.toString())) {
            pieces.text(mark.substring(0, 1));
            mark.deleteCharAt(0);
        }
        if (mark.length() == NamedMistralCalls.OPEN.length()) {
            mark.setLength(0);
            head.setLength(0);
            where = Where.NAME;
        }
    }

    private void inName(char c) {
        head.append(c);
        int end = head.indexOf(NamedMistralCalls.ARGUMENTS);
        if (end < 0) {
            return;
        }
        String before = head.substring(0, end);
        int split = before.indexOf(NamedMistralCalls.ID);
        String name = (split < 0 ? before : before.substring(0, split)).strip();
        String id = split < 0 ? "" : before.substring(split + NamedMistralCalls.ID.length());
        if (offered.test(name)) {
            pieces.begin(id.strip(), name);
            scanner = new ValueScanner();
            where = Where.ARGUMENTS;
        } else {
            pieces.text(NamedMistralCalls.OPEN + head);
            where = Where.TEXT;
        }
    }

    private void inArguments(char c) {
        if (!scanner.begun() && Character.isWhitespace(c)) {
            return;
        }
        boolean own = scanner.add(c);
        if (own) {
            pieces.arguments(String.valueOf(c));
        }
        if (scanner.done()) {
            pieces.complete();
            where = Where.TEXT;
            if (!own) {
                inText(c);
            }
        }
    }
}
