package dev.modeldeck.engine.gateway.snippet;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Random;

import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

class SnippetTest {

    private static final String BODY =
            "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"It's \\\"quoted\\\" $HOME `x`"
                    + " \\\\ é\"}],\"stream\":true,\"top_k\":5,\"temperature\":0.5}";

    private static final byte[] PICTURE = new byte[300_000];

    static {
        new Random(7).nextBytes(PICTURE);
    }

    /** With a picture twice and another one. */
    private static String seeing(String picture) {
        return """
        {"model":"m","messages":[{"role":"user","content":[
        {"type":"text","text":"It's \\"quoted\\" $HOME `x` \\\\ é"},
        {"type":"image_url","image_url":{"url":"data:image/png;base64,%s"}},
        {"type":"image_url","image_url":{"url":"data:image/jpeg;base64,AAAA","detail":"low"}},
        {"type":"image_url","image_url":{"url":"data:image/png;base64,%s"}}]}]}\
        """
                .formatted(picture, picture);
    }

    private static SampleCall picturing() {
        return new SampleCall(
                URI.create("http://127.0.0.1:8765/"),
                false,
                "openai-chat",
                "m",
                seeing(Base64.getEncoder().encodeToString(PICTURE)));
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void curl_reads_pictures_from_files_or_has_all_of_them(@TempDir Path folder) throws Exception {
        Files.write(folder.resolve("picture-1.png"), PICTURE);
        Files.write(folder.resolve("picture-2.jpeg"), Base64.getDecoder().decode("AAAA"));
        SampleCall call = picturing();
        assertThat(Curl.of(call)).hasSizeLessThan(1000).startsWith("# Needs beside it: picture-1");
        for (String command : List.of(Curl.of(call), Curl.whole(call))) {
            // Longer than an argument may be, as what a log has kept is.
            Path script =
                    Files.writeString(folder.resolve("call.sh"), "curl() { cat; }\n" + command);
            Process shell =
                    new ProcessBuilder("bash", script.toString())
                            .directory(folder.toFile())
                            .redirectErrorStream(true)
                            .start();
            assertThat(new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo(call.body() + "\n");
            assertThat(shell.waitFor()).isZero();
        }
    }

    @Test
    void python_reads_pictures_from_files() {
        assertThat(PythonCode.of(picturing()))
                .startsWith("import base64\n")
                .contains("\"url\": \"data:image/png;base64,\" + picture(\"picture-1.png\"),")
                .contains("\"url\": \"data:image/jpeg;base64,\" + picture(\"picture-2.jpeg\"),")
                .doesNotContain("AAAA")
                .doesNotContain("{picture");
    }

    private static SampleCall chat(boolean token) {
        return new SampleCall(
                URI.create("http://127.0.0.1:8765/"), token, "openai-chat", "m", BODY);
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void a_shell_hands_curl_exactly_the_body() throws Exception {
        String script = "curl() { printf '%s\\n' \"$@\"; }\n" + Curl.of(chat(true));
        ProcessBuilder builder = new ProcessBuilder("bash", "-c", script).redirectErrorStream(true);
        builder.environment().put(SampleCall.TOKEN, "secret");
        Process shell = builder.start();
        List<String> arguments =
                new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                        .lines()
                        .toList();
        assertThat(shell.waitFor()).isZero();
        assertThat(arguments)
                .containsExactly(
                        "-N",
                        "http://127.0.0.1:8765/v1/chat/completions",
                        "-H",
                        "Content-Type: application/json",
                        "-H",
                        "Authorization: Bearer secret",
                        "--data-raw",
                        BODY);
    }

    @Test
    void python_names_known_parameters_and_puts_the_rest_into_the_extra_body() {
        String code = PythonCode.of(chat(false));
        assertThat(code)
                .contains("OpenAI(base_url=\"http://127.0.0.1:8765/v1\", api_key=\"not-needed\")")
                .contains("stream=True,")
                .contains("temperature=0.5,")
                .contains("extra_body={\"top_k\": 5},")
                .contains("for chunk in answer:")
                .doesNotContain("import os");
    }

    @Test
    void python_posts_tables_and_tensors_with_requests() {
        SampleCall call =
                new SampleCall(
                        URI.create("http://127.0.0.1:8765"),
                        true,
                        "databricks",
                        "risk",
                        "{\"dataframe_split\":{\"columns\":[\"a\"],\"data\":[[null],[true]]}}");
        assertThat(PythonCode.of(call))
                .contains("http://127.0.0.1:8765/serving-endpoints/risk/invocations")
                .contains("[None],")
                .contains("[True],")
                .contains("os.environ[\"MODELDECK_TOKEN\"]");
    }

    @Test
    void python_gets_embeddings_with_openais_package_and_posts_what_it_has_not() {
        URI gateway = URI.create("http://127.0.0.1:8765");
        String texts = "{\"model\":\"m\",\"input\":[\"a\"],\"prompt_name\":\"query\"}";
        assertThat(PythonCode.of(new SampleCall(gateway, false, "openai-embeddings", "m", texts)))
                .contains("client.embeddings.create(")
                .contains("input=[\"a\"],")
                .contains("extra_body={\"prompt_name\": \"query\"},")
                .contains("for item in answer.data:");
        SampleCall ranks = new SampleCall(gateway, false, "rerank", "m", "{\"query\":\"q\"}");
        assertThat(PythonCode.of(ranks)).contains("http://127.0.0.1:8765/v1/rerank");
        assertThat(new SampleCall(gateway, false, "classify", "m", texts).url())
                .isEqualTo("http://127.0.0.1:8765/classify");
    }

    @Test
    void java_compiles(@TempDir Path classes) {
        compile(JavaCode.of(chat(true)), classes);
    }

    @Test
    void java_reads_pictures_from_files(@TempDir Path classes) {
        String code = JavaCode.of(picturing());
        assertThat(code)
                .hasSizeLessThan(2000)
                .contains(".replace(\"{picture-1.png}\", picture(\"picture-1.png\"))");
        compile(code, classes);
    }

    private static void compile(String code, Path classes) {
        DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
        SimpleJavaFileObject source =
                new SimpleJavaFileObject(
                        URI.create("string:///Call.java"), JavaFileObject.Kind.SOURCE) {
                    @Override
                    public String getCharContent(boolean ignoreErrors) {
                        return code;
                    }
                };
        boolean compiled =
                ToolProvider.getSystemJavaCompiler()
                        .getTask(
                                null,
                                null,
                                found,
                                List.of("-proc:none", "-d", classes.toString()),
                                null,
                                List.of(source))
                        .call();
        assertThat(found.getDiagnostics()).isEmpty();
        assertThat(compiled).isTrue();
    }
}
