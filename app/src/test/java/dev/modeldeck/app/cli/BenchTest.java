package dev.modeldeck.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import picocli.CommandLine;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;

/** The verb as a person types it, on the chat model that comes along. */
@Timeout(120)
class BenchTest {

    @TempDir private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void a_registered_model_is_measured_as_a_table_and_into_a_file() throws Exception {
        Path file = folder.resolve("speed.json");
        int code =
                run(
                        "main.starter.modeldeck-chat@champion",
                        "--dtype",
                        "int8,nonsense",
                        "--threads",
                        "1",
                        "--json",
                        file.toString());
        assertThat(err.toString()).contains("int8: One answer at a time");
        assertThat(code).isZero();
        assertThat(out.toString())
                .startsWith("main.starter.modeldeck-chat version 1")
                .contains("1 thread; load average")
                .containsPattern("prefill of 128 tokens +tok/s +[0-9]")
                .contains("nonsense: There is no data type \"nonsense\".");
        JsonNode json = JsonMapper.shared().readTree(Files.readString(file));
        assertThat(json.path("threads").asInt()).isEqualTo(1);
        assertThat(json.path("dtypes").path(0).path("figures").propertyNames())
                .contains("prefill_128_tokens_per_second", "batch_16_tokens_per_second");
        assertThat(json.path("dtypes").path(1).path("trouble").asString()).contains("nonsense");
    }

    @Test
    void json_alone_goes_to_the_output() {
        int code = run(folder.toString(), "--dtype", "f32", "--format", "json");
        JsonNode json = JsonMapper.shared().readTree(out.toString());
        assertThat(json.path("model").asString()).isEqualTo(folder.toString());
        assertThat(json.path("dtypes").path(0).path("trouble").asString())
                .contains("config.json is missing");
        assertThat(code).as("nothing could be measured").isEqualTo(1);
    }

    @Test
    void a_model_that_is_not_there_is_told() {
        assertThat(run("nobody")).isEqualTo(1);
        assertThat(err.toString()).contains("There is no registered model main.default.nobody.");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void the_verb_explains_itself() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString()).contains("--dtype", "default: auto,int8", "NAME@ALIAS");
    }

    private int run(String... words) {
        String[] all = new String[words.length + 3];
        all[0] = "bench";
        System.arraycopy(words, 0, all, 1, words.length);
        all[all.length - 2] = "--home";
        all[all.length - 1] = folder.resolve("home").toString();
        return new CommandLine(new Modeldeck(_ -> 0))
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(all);
    }
}
