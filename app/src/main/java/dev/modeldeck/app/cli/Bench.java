package dev.modeldeck.app.cli;

import dev.modeldeck.engine.Benchmark;
import dev.modeldeck.engine.inference.speed.ModelSpeed;
import dev.modeldeck.engine.inference.speed.SpeedJson;
import dev.modeldeck.engine.inference.speed.SpeedReport;
import dev.modeldeck.engine.inference.speed.SpeedTable;
import dev.modeldeck.engine.kernel.EngineException;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;

/** {@code bench}: how fast a text model is on this machine, as a table or as JSON. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description =
                "Measures how fast a text model is on this machine: how soon it is ready, its"
                        + " memory, how fast it reads prompts and writes answers, alone and several"
                        + " at once. Each data type runs in a process of its own, as a worker would."
                        + " Close what keeps the machine busy before; the load average is printed"
                        + " along.")
public final class Bench implements Callable<Integer> {

    /** How a report is printed; written as a person types it. */
    enum Format {
        text,
        json
    }

    @Mixin private final HomeOption home = new HomeOption();

    @Parameters(
            paramLabel = "MODEL",
            description =
                    "A folder or file, or a registered model: NAME, NAME/VERSION or NAME@ALIAS.")
    private String model = "";

    @Option(
            names = "--dtype",
            paramLabel = "TYPE",
            split = ",",
            defaultValue = "auto,int8,int4",
            description =
                    "What the weights become, several with commas: auto, f32, bf16, fp16, int8,"
                            + " int4 (default: ${DEFAULT-VALUE}).")
    private List<String> dtypes = List.of();

    @Option(
            names = "--device",
            paramLabel = "ID",
            defaultValue = "cpu",
            description = "cpu, cuda:0 … (default: ${DEFAULT-VALUE}).")
    private String device = "";

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Threads that compute (default: the cores of the machine).")
    private int threads;

    @Option(
            names = "--context",
            paramLabel = "TOKENS",
            description = "Most tokens of prompt and answer (default: the model's own).")
    private int context;

    @Option(
            names = "--full",
            description =
                    "Measures all there is: conversations, quotations, a busy neighbour, many"
                            + " answers. Takes a minute or more for each data type.")
    private boolean full;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "Prints text or json (default: ${DEFAULT-VALUE}).")
    private Format format = Format.text;

    @Option(
            names = "--json",
            paramLabel = "FILE",
            description = "Writes the same as JSON into a file, too.")
    private @Nullable Path file;

    @Spec private @Nullable CommandSpec spec;

    private String said = "";

    @Override
    public Integer call() {
        CommandLine command = Objects.requireNonNull(spec).commandLine();
        PrintWriter err = command.getErr();
        try {
            SpeedReport report = measured(err);
            print(report, command.getOut());
            return report.speeds().stream().anyMatch(Bench::worked) ? 0 : 1;
        } catch (EngineException e) {
            err.println(e.problem().message());
        } catch (IOException e) {
            err.println(file + " could not be written: " + e.getMessage());
        }
        return 1;
    }

    private SpeedReport measured(PrintWriter err) {
        Benchmark benchmark =
                new File(model).exists()
                        ? Benchmark.of(home.engine(), Path.of(model))
                        : Benchmark.of(home.engine(), model);
        Benchmark.Plan plan = new Benchmark.Plan(dtypes, device, threads, context, full);
        return benchmark.run(plan, (_, what) -> say(err, what));
    }

    /** One line for all layers that are loaded. */
    private void say(PrintWriter err, String what) {
        String stage = what.replaceAll("\\d", "");
        if (!stage.equals(said)) {
            said = stage;
            err.println(what);
            err.flush();
        }
    }

    private void print(SpeedReport report, PrintWriter out) throws IOException {
        out.println(
                switch (format) {
                    case text -> SpeedTable.of(report);
                    case json -> SpeedJson.write(report);
                });
        out.flush();
        if (file != null) {
            Files.writeString(file, SpeedJson.write(report) + System.lineSeparator());
        }
    }

    private static boolean worked(ModelSpeed speed) {
        return speed.trouble().isEmpty();
    }
}
