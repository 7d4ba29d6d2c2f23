package dev.modeldeck.app.fx;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Shows a folder in the desktop's own program for files. */
public final class FolderView {
    private FolderView() {}

    /** Starts that program and does not wait for it; false where the desktop has none. */
    public static boolean open(Path folder) {
        try {
            new ProcessBuilder(command(System.getProperty("os.name"), folder))
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    static List<String> command(String system, Path folder) {
        String name = system.toLowerCase(Locale.ROOT);
        String program =
                name.contains("win") ? "explorer" : name.contains("mac") ? "open" : "xdg-open";
        return List.of(program, folder.toString());
    }
}
