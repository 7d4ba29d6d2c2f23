package dev.modeldeck.engine.gateway.snippet;

import java.util.stream.Collectors;

/** A call as Java that needs nothing but the JDK. */
public final class JavaCode {

    private static final String IMPORTS =
            """
            import java.nio.file.Files;
            import java.nio.file.Path;
            import java.util.Base64;
            """;

    private static final String PICTURE =
            """

            String picture(String name) throws IOException {
                return Base64.getEncoder().encodeToString(Files.readAllBytes(Path.of(name)));
            }
            """;

    private JavaCode() {}

    public static String of(SampleCall call) {
        String token =
                call.needsToken()
                        ? "        .header(\"Authorization\", \"Bearer \" + System.getenv(\""
                                + SampleCall.TOKEN
                                + "\"))\n"
                        : "";
        EnclosedPictures pictures = EnclosedPictures.of(call.body());
        return """
        %simport java.net.URI;
        import java.net.http.HttpClient;
        import java.net.http.HttpRequest;
        import java.net.http.HttpResponse;
        %s
        void main() throws Exception {
            String body =
                    \"""
        %s
                    \"""%s;
            HttpRequest request = HttpRequest.newBuilder(URI.create("%s"))
                    .header("Content-Type", "application/json")
            %s        .POST(HttpRequest.BodyPublishers.ofString(body))
                    .build();
            try (HttpClient client = HttpClient.newHttpClient()) {
                System.out.println(client.send(request, HttpResponse.BodyHandlers.ofString()).body());
            }
        }
        %s\
        """
                .formatted(
                        pictures.isEmpty() ? "" : "import java.io.IOException;\n",
                        pictures.isEmpty() ? "" : IMPORTS,
                        textBlock(pictures.body()),
                        filling(pictures),
                        call.url(),
                        token.isEmpty() ? "" : token + "    ",
                        pictures.isEmpty() ? "" : PICTURE);
    }

    private static String filling(EnclosedPictures pictures) {
        return pictures.files().stream()
                .map(file ->
                        "\n                    .replace(\"%s\", picture(\"%s\"))"
                                .formatted(EnclosedPictures.place(file), file))
                .collect(Collectors.joining());
    }

    /** Lines of a text block: backslashes and triple quotes are escaped. */
    private static String textBlock(String body) {
        return body.replace("\\", "\\\\").replace("\"\"\"", "\\\"\"\"").indent(12).stripTrailing();
    }
}
