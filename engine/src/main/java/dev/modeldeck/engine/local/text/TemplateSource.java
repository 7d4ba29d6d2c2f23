package dev.modeldeck.engine.local.text;

import java.util.regex.Pattern;

/**
 * Spells the few parts of Hugging Face's Jinja that Jinjava does not parse in a way that it does.
 */
final class TemplateSource {

    /** Marks the assistant's words for training; of no effect on the text. */
    private static final Pattern GENERATION =
            Pattern.compile("\\{%(-?)\\s*(?:end)?generation\\s*(-?)%}");

    private static final Pattern REVERSED = Pattern.compile("([\\w.]+)\\[::\\s*-1]");

    private TemplateSource() {}

    static String forJinjava(String source) {
        String text = GENERATION.matcher(source).replaceAll("{#$1 $2#}");
        text = text.replace("strftime_now is defined", "true");
        text = REVERSED.matcher(text).replaceAll("($1|reverse|list)");
        // Python drops the last line end of a template; Jinjava would drop that of the output.
        return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    }
}
