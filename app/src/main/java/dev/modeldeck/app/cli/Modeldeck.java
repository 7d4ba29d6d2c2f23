package dev.modeldeck.app.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;

import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.ToIntFunction;

/** The command without a verb: opens the window. */
@Command(
        name = "modeldeck",
        mixinStandardHelpOptions = true,
        versionProvider = Modeldeck.Version.class,
        subcommands = {Serve.class, Bench.class},
        description = "A workbench for model serving. Without a verb it opens the window.")
public final class Modeldeck implements Callable<Integer> {

    private final ToIntFunction<HomeOption> window;

    @Mixin private final HomeOption options = new HomeOption();

    /**
     * @param window opens the window, waits until it is closed and gives the exit code
     */
    public Modeldeck(ToIntFunction<HomeOption> window) {
        this.window = window;
    }

    @Override
    public Integer call() {
        return window.applyAsInt(options);
    }

    /** The version of the jar; without a jar it is a build in development. */
    public static final class Version implements IVersionProvider {

        @Override
        public String[] getVersion() {
            return new String[] {"Modeldeck " + number()};
        }

        public static String number() {
            return Optional.ofNullable(Modeldeck.class.getPackage().getImplementationVersion())
                    .orElse("(development build)");
        }
    }
}
