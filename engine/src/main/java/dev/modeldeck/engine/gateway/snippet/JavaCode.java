package dev.modeldeck.engine.gateway.snippet;

/** A call as Java that needs nothing but the JDK. */
public final class JavaCode {

    private JavaCode() {}

    public static String of(SampleCall call) {
        String token =
                call.needsToken()
                        ? "        .header(\"Authorization\", \"Bearer \" + System.getenv(\""
                                + SampleCall.TOKEN
                                + "\"))\n"
                        : "";
        return """
        import java.net.URI;
        import java.net.http.HttpClient;
        import java.net.http.HttpRequest;
        import java.net.http.HttpResponse;

        void main() throws Exception {
            String body =
                    \"""
        %s
                    \""";
            HttpRequest request = HttpRequest.newBuilder(URI.create("%s"))
                    .header("Content-Type", "application/json")
            %s        .POST(HttpRequest.BodyPublishers.ofString(body))
                    .build();
            try (HttpClient client = HttpClient.newHttpClient()) {
                System.out.println(client.send(request, HttpResponse.BodyHandlers.ofString()).body());
            }
        }
        """
                .formatted(
                        textBlock(call.body()), call.url(), token.isEmpty() ? "" : token + "    ");
    }

    /** Lines of a text block: backslashes and triple quotes are escaped. */
    private static String textBlock(String body) {
        return body.replace("\\", "\\\\").replace("\"\"\"", "\\\"\"\"").indent(12).stripTrailing();
    }
}
