package dev.modeldeck.app.playground;

import dev.modeldeck.app.controls.Formats;
import dev.modeldeck.app.fx.Texts;
import dev.modeldeck.engine.registry.Inspection.Task;

import tools.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * What an answer says of one text.
 *
 * @param caption a line about it; empty for none
 * @param bars largest first where they are classes
 */
record Findings(String caption, List<Bar> bars) {

    private static final int MOST_CLASSES = 5;
    private static final int FIRST_NUMBERS = 4;

    Findings {
        bars = List.copyOf(bars);
    }

    /**
     * A number to be compared with others.
     *
     * @param share length of the bar, from 0 to 1
     */
    record Bar(String name, double share, String value) {
        private static Bar of(String name, double share, double value) {
            return new Bar(name, Math.clamp(share, 0, 1), number(value));
        }
    }

    /** One for each text that was sent. */
    static List<Findings> read(Task task, String answer, Texts texts) {
        JsonNode body = Exchange.parse(answer);
        return switch (task) {
            case EMBEDDING -> vectors(body.path("data"), texts);
            case CLASSIFICATION -> classes(body);
            case RERANKING -> ranks(body.path("results"), texts);
            case CHAT, COMPLETION, TENSORS -> List.of();
        };
    }

    private static List<Findings> vectors(JsonNode data, Texts texts) {
        List<double[]> vectors =
                data.valueStream()
                        .map(entry ->
                                entry.path("embedding")
                                        .valueStream()
                                        .mapToDouble(JsonNode::asDouble)
                                        .toArray())
                        .toList();
        List<Findings> all = new ArrayList<>();
        for (int i = 0; i < vectors.size(); i++) {
            List<Bar> alike = new ArrayList<>();
            for (int j = 0; j < vectors.size(); j++) {
                if (i != j) {
                    double cosine = cosine(vectors.get(i), vectors.get(j));
                    alike.add(Bar.of(texts.get("reading.alike", j + 1), cosine, cosine));
                }
            }
            all.add(new Findings(caption(vectors.get(i), texts), alike));
        }
        return all;
    }

    private static String caption(double[] vector, Texts texts) {
        List<String> first =
                IntStream.range(0, Math.min(FIRST_NUMBERS, vector.length))
                        .mapToObj(i -> number(vector[i]))
                        .toList();
        return texts.get("reading.vector", Formats.digits(vector.length), String.join(", ", first));
    }

    private static double cosine(double[] a, double[] b) {
        double product = 0;
        double ofA = 0;
        double ofB = 0;
        for (int i = 0; i < Math.min(a.length, b.length); i++) {
            product += a[i] * b[i];
            ofA += a[i] * a[i];
            ofB += b[i] * b[i];
        }
        return product / Math.max(Math.sqrt(ofA * ofB), 1e-12);
    }

    private static List<Findings> classes(JsonNode body) {
        List<String> labels =
                body.path("labels").valueStream().map(label -> label.asString("")).toList();
        List<Findings> all = new ArrayList<>();
        for (JsonNode entry : body.path("data")) {
            List<Bar> bars = new ArrayList<>();
            for (int i = 0; i < entry.path("probs").size(); i++) {
                double score = entry.path("probs").get(i).asDouble();
                bars.add(Bar.of(i < labels.size() ? labels.get(i) : "", score, score));
            }
            bars.sort(Comparator.comparingDouble(Bar::share).reversed());
            all.add(new Findings("", bars.subList(0, Math.min(MOST_CLASSES, bars.size()))));
        }
        return all;
    }

    /** Scores beyond 0 and 1 are measured by the least and the most of them. */
    private static List<Findings> ranks(JsonNode results, Texts texts) {
        double[] scores =
                results.valueStream()
                        .mapToDouble(entry -> entry.path("relevance_score").asDouble())
                        .toArray();
        boolean bounded =
                IntStream.range(0, scores.length).allMatch(i -> scores[i] >= 0 && scores[i] <= 1);
        double least = bounded ? 0 : scores[scores.length - 1];
        double most = bounded ? 1 : scores[0];
        Findings[] all = new Findings[scores.length];
        for (int place = 0; place < scores.length; place++) {
            int index = results.get(place).path("index").asInt(-1);
            if (index >= 0 && index < all.length) {
                double share = (scores[place] - least) / Math.max(most - least, 1e-12);
                String name = texts.get("reading.place", place + 1);
                all[index] = new Findings("", List.of(Bar.of(name, share, scores[place])));
            }
        }
        return java.util.Arrays.stream(all)
                .map(each -> each == null ? new Findings("", List.of()) : each)
                .toList();
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }
}
