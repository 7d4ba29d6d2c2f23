package dev.modeldeck.engine.gateway.snippet;

/** A call as a command for a POSIX shell. */
public final class Curl {

    /** Of a longer argument Linux says that the list of them is too long. */
    private static final int LONGEST_ARGUMENT = 100_000;

    private static final String END = "END_OF_BODY";

    private Curl() {}

    /** Pictures are read from files. */
    public static String of(SampleCall call) {
        EnclosedPictures pictures = EnclosedPictures.of(call.body());
        if (pictures.isEmpty()) {
            return whole(call);
        }
        String body = pictures.body().replaceAll("([\\\\$`])", "\\\\$1");
        return "# Needs beside it: "
                + String.join(", ", pictures.files())
                + '\n'
                + head(call)
                + document(
                        END,
                        pictures.filled(body, file -> "$(base64 < " + file + " | tr -d '\\n')"));
    }

    /** With all that is in the body, however long it is. */
    public static String whole(SampleCall call) {
        return head(call)
                + (call.body().length() > LONGEST_ARGUMENT
                        ? document(quote(END), call.body())
                        : "  --data-raw " + quote(call.body()) + '\n');
    }

    private static String head(SampleCall call) {
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
        return command.toString();
    }

    /** A body that comes from the lines behind the command, where any length goes. */
    private static String document(String end, String body) {
        return "  --data-binary @- <<" + end + '\n' + body + '\n' + END + '\n';
    }

    /** In single quotes, in which a shell takes everything as it is but the quote itself. */
    static String quote(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }
}
