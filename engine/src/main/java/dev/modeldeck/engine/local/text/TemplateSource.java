package dev.modeldeck.engine.local.text;

import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Spells the few parts of Hugging Face's Jinja that Jinjava does not parse in a way that it does.
 */
final class TemplateSource {

    /** Marks the assistant's words for training; of no effect on the text. */
    private static final Pattern GENERATION =
            Pattern.compile("\\{%(-?)\\s*(?:end)?generation\\s*(-?)%}");

    private static final Pattern REVERSED = Pattern.compile("([\\w.]+)\\[::\\s*-1]");

    /** A comment, or a tag with what is between its braces. */
    private static final Pattern TAG =
            Pattern.compile(
                    "(?s)\\{#.*?#}|(\\{[%{][-+]?)((?:"
                            + JinjaTag.STRING
                            + "|(?![-+]?(?:%}|}})).)*+)([-+]?(?:%}|}}))");

    private TemplateSource() {}

    static String forJinjava(String source) {
        String text = GENERATION.matcher(source).replaceAll("{#$1 $2#}");
        text = text.replace("strftime_now is defined", "true");
        text = TAG.matcher(text).replaceAll(TemplateSource::tag);
        text = REVERSED.matcher(text).replaceAll("($1|reverse|list)");
        // Python drops the last line end of a template; Jinjava would drop that of the output.
        return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    }

    private static String tag(MatchResult tag) {
        String spelled =
                tag.group(1) == null
                        ? tag.group()
                        : tag.group(1) + JinjaTag.forJinjava(tag.group(2)) + tag.group(3);
        return Matcher.quoteReplacement(spelled);
    }
}
