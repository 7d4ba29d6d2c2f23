package dev.modeldeck.app.controls;

import org.fxmisc.richtext.model.StyleSpans;
import org.fxmisc.richtext.model.StyleSpansBuilder;

import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds keys, strings, numbers and words in JSON, whole or still being typed. */
final class JsonHighlight {

    // Possessive quantifiers: a long string must not recurse once per character.
    private static final Pattern TOKENS =
            Pattern.compile(
                    "(?<key>\"(?:[^\"\\\\\\n]|\\\\.)*+\"(?=\\s*:))"
                            + "|(?<string>\"(?:[^\"\\\\\\n]|\\\\.)*+\"?)"
                            + "|(?<number>-?\\b\\d++(?:\\.\\d++)?(?:[eE][+-]?\\d++)?\\b)"
                            + "|(?<word>\\b(?:true|false|null)\\b)");
    private static final List<String> GROUPS = List.of("key", "string", "number", "word");

    private JsonHighlight() {}

    static StyleSpans<Collection<String>> of(String text) {
        StyleSpansBuilder<Collection<String>> spans = new StyleSpansBuilder<>();
        Matcher matcher = TOKENS.matcher(text);
        int end = 0;
        while (matcher.find()) {
            spans.add(List.of(), matcher.start() - end);
            spans.add(List.of("json-" + group(matcher)), matcher.end() - matcher.start());
            end = matcher.end();
        }
        spans.add(List.of(), text.length() - end);
        return spans.create();
    }

    private static String group(Matcher matcher) {
        return GROUPS.stream()
                .filter(name -> matcher.group(name) != null)
                .findFirst()
                .orElseThrow();
    }
}
