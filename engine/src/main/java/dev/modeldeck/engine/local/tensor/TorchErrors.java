package dev.modeldeck.engine.local.tensor;

import dev.modeldeck.engine.kernel.Problem;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** PyTorch's errors, cut down to the line that says what was wrong. */
final class TorchErrors {

    private static final int LONGEST = 300;

    /**
     * The interpreter ends its trace with the reason; {@code x} in the pattern is a Python name.
     */
    private static final Pattern RAISED =
            Pattern.compile("^(?:[\\w.]*(?:Error|Exception)): (.+)$", Pattern.MULTILINE);

    /** Lines that say where in someone's source it happened, not what. */
    private static final List<Pattern> NOISE =
            List.of(
                    Pattern.compile("^The following operation failed.*"),
                    Pattern.compile("^Traceback .*"),
                    Pattern.compile("^\\s*File \".*"),
                    Pattern.compile("^Exception raised from .*"),
                    Pattern.compile("^frame #\\d+.*"),
                    Pattern.compile("^\\s*[~^]*\\s*<--- HERE.*"));

    private static final Pattern SOURCE_PLACE =
            Pattern.compile(
                    "\\[?enforce fail at [^\\]]*\\]\\.?\\s*|\\S*\\.(?:cpp|h|cu):\\d+\\S*\\s*");

    /** PyTorch counts the module itself among the arguments. */
    private static final Pattern TOO_MANY =
            Pattern.compile("Expected at most (\\d+) argument.* received (\\d+) argument.*");

    private static final Pattern TOO_FEW =
            Pattern.compile(".*missing value for argument '(\\w+)'.*");

    private TorchErrors() {}

    /** What a failed forward means for whoever sent the inputs. */
    static Problem problem(RuntimeException failure) {
        String reason = reason(failure);
        if (reason.contains("allocate memory") || reason.contains("out of memory")) {
            return new Problem.Unavailable(
                    "There is not enough memory for these inputs. Send fewer rows at once, or close"
                            + " other programs.");
        }
        return new Problem.Invalid(
                "The model cannot compute with these inputs: "
                        + reason
                        + " Check their number, shapes and datatypes.");
    }

    /** One sentence, with a full stop. */
    static String reason(RuntimeException failure) {
        String text = failure.getMessage() == null ? "" : failure.getMessage();
        String line = raised(text);
        line = SOURCE_PLACE.matcher(line).replaceAll("").strip();
        Matcher many = TOO_MANY.matcher(line);
        Matcher few = TOO_FEW.matcher(line);
        if (line.isEmpty()) {
            return "PyTorch gave no reason.";
        }
        if (many.matches()) {
            return "It takes at most %d inputs, but %d were sent."
                    .formatted(lessOne(many.group(1)), lessOne(many.group(2)));
        }
        if (few.matches()) {
            return "The value for \"" + few.group(1) + "\" is missing.";
        }
        if (line.length() > LONGEST) {
            return line.substring(0, LONGEST) + "…";
        }
        return line.endsWith(".") ? line : line + ".";
    }

    private static int lessOne(String count) {
        return Integer.parseInt(count) - 1;
    }

    private static String raised(String text) {
        Matcher matcher = RAISED.matcher(text);
        String last = "";
        while (matcher.find()) {
            last = matcher.group(1);
        }
        return last.isEmpty()
                ? text.lines().filter(TorchErrors::telling).findFirst().orElse("")
                : last;
    }

    private static boolean telling(String line) {
        return !line.isBlank() && NOISE.stream().noneMatch(noise -> noise.matcher(line).matches());
    }
}
