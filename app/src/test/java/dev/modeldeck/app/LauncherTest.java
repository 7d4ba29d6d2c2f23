package dev.modeldeck.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldeck.app.cli.HomeOption;
import dev.modeldeck.app.cli.Modeldeck;

import org.junit.jupiter.api.Test;

import picocli.CommandLine;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

class LauncherTest {

    private final List<HomeOption> windows = new ArrayList<>();

    @Test
    void a_display_is_needed_on_linux_only() {
        assertThat(Launcher.withoutDisplay("Linux", Map.of())).isTrue();
        assertThat(Launcher.withoutDisplay("Linux", Map.of("DISPLAY", ":0"))).isFalse();
        assertThat(Launcher.withoutDisplay("Linux", Map.of("WAYLAND_DISPLAY", "w"))).isFalse();
        assertThat(Launcher.withoutDisplay("Mac OS X", Map.of())).isFalse();
        assertThat(Launcher.withoutDisplay("Windows 11", Map.of())).isFalse();
    }

    @Test
    void without_a_verb_the_window_opens_with_the_folder_and_port_given() {
        assertThat(run("--home", "/tmp/deck", "--port", "0")).isZero();
        assertThat(windows.getFirst().engine().home()).isEqualTo(Path.of("/tmp/deck"));
        assertThat(windows.getFirst().engine().port()).isZero();
    }

    @Test
    void the_version_is_told_without_opening_anything() {
        StringWriter out = new StringWriter();
        int code = command().setOut(new PrintWriter(out)).execute("--version");
        assertThat(code).isZero();
        assertThat(out.toString()).startsWith("Modeldeck ");
        assertThat(windows).isEmpty();
    }

    @Test
    void an_unknown_word_is_refused() {
        StringWriter err = new StringWriter();
        assertThat(command().setErr(new PrintWriter(err)).execute("dance")).isEqualTo(2);
        assertThat(err.toString()).contains("dance");
    }

    private int run(String... words) {
        return command().execute(words);
    }

    private CommandLine command() {
        return new CommandLine(
                new Modeldeck(options -> {
                    windows.add(options);
                    return 0;
                }));
    }
}
