package dev.modeldeck.engine.inference.speed;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A report as text: a column for each data type, a row for each figure that any of them has. */
public final class SpeedTable {

    private static final String NOTHING = "–";

    private SpeedTable() {}

    public static String of(SpeedReport report) {
        List<ModelSpeed> measured =
                report.speeds().stream().filter(speed -> speed.trouble().isEmpty()).toList();
        List<String> lines = new ArrayList<>(head(report));
        if (!measured.isEmpty()) {
            lines.add("");
            lines.addAll(aligned(rows(measured)));
        }
        report.speeds().stream()
                .filter(speed -> !speed.trouble().isEmpty())
                .forEach(speed -> lines.add(speed.title() + ": " + speed.trouble()));
        return String.join(System.lineSeparator(), lines);
    }

    private static List<String> head(SpeedReport report) {
        String load =
                report.loadBefore() < 0
                        ? "load average unknown"
                        : String.format(
                                Locale.ROOT,
                                "load average %.2f before, %.2f after",
                                report.loadBefore(),
                                report.loadAfter());
        return List.of(
                report.model(),
                "%s, %s, %s; %s"
                        .formatted(
                                report.processor(),
                                counted(report.cores(), "core"),
                                counted(report.threads(), "thread"),
                                load));
    }

    private static String counted(int count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }

    private static List<List<String>> rows(List<ModelSpeed> speeds) {
        List<List<String>> rows = new ArrayList<>();
        List<String> titles = new ArrayList<>(List.of("", ""));
        speeds.forEach(speed -> titles.add(speed.title()));
        rows.add(titles);
        Arrays.stream(Measure.values())
                .filter(measure ->
                        speeds.stream().anyMatch(speed -> speed.figures().containsKey(measure)))
                .forEach(measure -> rows.add(row(measure, speeds)));
        return rows;
    }

    private static List<String> row(Measure measure, List<ModelSpeed> speeds) {
        List<String> row = new ArrayList<>(List.of(measure.label(), measure.unit()));
        for (ModelSpeed speed : speeds) {
            Double figure = speed.figures().get(measure);
            row.add(figure == null ? NOTHING : measure.text(figure));
        }
        return row;
    }

    /** The first column to the left, all others to the right. */
    private static List<String> aligned(List<List<String>> rows) {
        int columns = rows.getFirst().size();
        int[] widths = new int[columns];
        rows.forEach(row -> {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        });
        return rows.stream().map(row -> line(row, widths)).collect(Collectors.toList());
    }

    private static String line(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String blanks = " ".repeat(widths[i] - row.get(i).length());
            line.append(i == 0 ? row.get(i) + blanks : "  " + blanks + row.get(i));
        }
        return line.toString();
    }
}
