package dev.modeldeck.engine.gateway.snippet;

/** A call as a command for a POSIX shell. */
public final class Curl {

    private Curl() {}

    public static String of(SampleCall call) {
        StringBuilder command = new StringBuilder("curl ");
        if (call.body().contains("\"stream\":true") || call.body().contains("\"stream\" : true")) {
            command.append("-N ");
        }
        command.append(quote(call.url())).append(" \\\n");
        command.append("  -H 'Content-Type: application/json' \\\n");
        if (call.needsToken()) {
            command.append("  -H \"Authorization: Bearer $")
                    .append(SampleCall.TOKEN)
                    .append("\" \\\n");
        }
        return command.append("  --data-raw ").append(quote(call.body())).append('\n').toString();
    }

    /** In single quotes, in which a shell takes everything as it is but the quote itself. */
    static String quote(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }
}
