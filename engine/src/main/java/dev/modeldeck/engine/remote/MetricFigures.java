package dev.modeldeck.engine.remote;

import dev.modeldeck.engine.connections.Figure;
import dev.modeldeck.engine.connections.Figure.Measure;
import dev.modeldeck.engine.wire.prometheus.Sample;
import dev.modeldeck.engine.wire.prometheus.Scrape;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * From a server's own names of its metrics to the measures that all servers share. Samples of one
 * model are added up; shares are averaged. Immutable.
 */
public final class MetricFigures {

    private static final Pattern SELECTOR =
            Pattern.compile("([^{]+)(?:\\{(\\w+)=\"([^\"]*)\"\\})?");

    private final String modelLabel;
    private final List<Rule> rules;

    private MetricFigures(String modelLabel, List<Rule> rules) {
        this.modelLabel = modelLabel;
        this.rules = List.copyOf(rules);
    }

    /**
     * None yet.
     *
     * @param modelLabel the label that tells of which model a sample speaks; empty for none
     */
    public static MetricFigures by(String modelLabel) {
        return new MetricFigures(modelLabel, List.of());
    }

    /**
     * Where a measure comes from.
     *
     * @param names of the same thing in several versions of a server, of which the first that it
     *     tells counts; one label may be asked for: {@code x_total{direction="in"}}
     */
    public MetricFigures with(Measure measure, String... names) {
        return scaled(measure, 1, names);
    }

    /**
     * The same for numbers in another unit than the measure's.
     *
     * @param factor by which they are multiplied
     */
    public MetricFigures scaled(Measure measure, double factor, String... names) {
        List<Rule> more = new ArrayList<>(rules);
        more.add(new Rule(measure, factor, Arrays.stream(names).map(Source::of).toList()));
        return new MetricFigures(modelLabel, more);
    }

    /** The figures of an answer. */
    public List<Figure> of(String text) {
        Scrape scrape = Scrape.parse(text);
        List<Figure> figures = new ArrayList<>();
        for (Rule rule : rules) {
            rule.sources().stream()
                    .map(source -> source.in(scrape))
                    .filter(samples -> !samples.isEmpty())
                    .findFirst()
                    .ifPresent(samples -> figures.addAll(figures(rule, samples)));
        }
        return figures;
    }

    private List<Figure> figures(Rule rule, List<Sample> samples) {
        TreeMap<String, List<Double>> byModel = new TreeMap<>();
        for (Sample sample : samples) {
            byModel.computeIfAbsent(sample.label(modelLabel), ignored -> new ArrayList<>())
                    .add(sample.value());
        }
        List<Figure> figures = new ArrayList<>();
        byModel.forEach((model, values) -> {
            double sum = values.stream().mapToDouble(Double::doubleValue).sum();
            boolean share = rule.measure().unit().equals("share");
            figures.add(
                    new Figure(
                            rule.measure(),
                            model,
                            rule.factor() * (share ? sum / values.size() : sum)));
        });
        return figures;
    }

    private record Rule(Measure measure, double factor, List<Source> sources) {}

    private record Source(String name, String label, String value) {

        static Source of(String selector) {
            Matcher parts = SELECTOR.matcher(selector);
            if (!parts.matches()) {
                throw new IllegalArgumentException(selector);
            }
            String label = parts.group(2);
            return label == null
                    ? new Source(parts.group(1), "", "")
                    : new Source(parts.group(1), label, parts.group(3));
        }

        List<Sample> in(Scrape scrape) {
            return scrape.of(name).stream()
                    .filter(sample -> Double.isFinite(sample.value()))
                    .filter(sample -> label.isEmpty() || sample.label(label).equals(value))
                    .toList();
        }
    }
}
