package dev.modeldeck.app.cli;

import dev.modeldeck.engine.gateway.GatewayStatus;
import dev.modeldeck.engine.kernel.EngineException;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;

/** {@code serve}: the engine and its gateway, without a window, until the program is ended. */
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        description = "Runs the engine and the gateway without a window.")
public final class Serve implements Callable<Integer> {

    @Mixin private final HomeOption options = new HomeOption();

    @Spec private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        CommandLine command = Objects.requireNonNull(spec).commandLine();
        PrintWriter out = command.getOut();
        PrintWriter err = command.getErr();
        try (EngineRun run = EngineRun.start(options.engine())) {
            switch (run.engine().gateway().get()) {
                case GatewayStatus.Listening(var address) ->
                        out.println(
                                "Modeldeck answers at "
                                        + address
                                        + " (home folder "
                                        + run.engine().home().root()
                                        + "). Ctrl+C ends it.");
                case GatewayStatus.Down(var why) -> {
                    err.println(why);
                    return 1;
                }
            }
            out.flush();
            new CountDownLatch(1).await();
            return 0;
        } catch (EngineException e) {
            err.println(e.problem().message());
            return 1;
        }
    }
}
