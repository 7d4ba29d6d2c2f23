package dev.modeldeck.engine.wire.prometheus;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** All that a server told in one answer, by the names of its metrics. */
public final class Scrape {

    private final Map<String, List<Sample>> samples = new HashMap<>();

    private Scrape() {}

    /** Reads an answer; lines that cannot be understood are left out. */
    public static Scrape parse(String text) {
        Scrape scrape = new Scrape();
        text.lines()
                .forEach(line -> {
                    Sample sample = SampleLine.parse(line);
                    if (sample != null) {
                        scrape.samples
                                .computeIfAbsent(sample.name(), ignored -> new ArrayList<>())
                                .add(sample);
                    }
                });
        return scrape;
    }

    /**
     * The samples of that name, in the order in which they were told; empty where there is none.
     */
    public List<Sample> of(String name) {
        return List.copyOf(samples.getOrDefault(name, List.of()));
    }

    public boolean isEmpty() {
        return samples.isEmpty();
    }
}
