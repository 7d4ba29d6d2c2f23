package dev.modeldeck.engine.connections;

import dev.modeldeck.engine.connections.ProbeReport.Kind;
import dev.modeldeck.engine.connections.ProbeReport.Step;
import dev.modeldeck.engine.http.Reach;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Finds out, step by step, what a server is and what is there. */
final class Probe {

    private final Doors doors;
    private final List<RemoteServer> kinds;

    Probe(Doors doors, List<RemoteServer> kinds) {
        this.doors = doors;
        this.kinds = List.copyOf(kinds);
    }

    /** A kind of server and how it was known; without evidence where a person said it. */
    record Known(RemoteServer server, String evidence) {}

    /** What the server behind the door is; empty where no kind knows it. */
    Optional<Known> recognise(Connection connection, Site site) {
        if (!connection.server().isEmpty()) {
            return kind(connection.server()).map(server -> new Known(server, ""));
        }
        for (RemoteServer kind : kinds) {
            Optional<Recognition> found = kind.recognise(site);
            if (found.isPresent()) {
                return Optional.of(new Known(kind, found.get().evidence()));
            }
        }
        return Optional.empty();
    }

    Optional<RemoteServer> kind(String id) {
        return kinds.stream().filter(kind -> kind.id().equals(id)).findFirst();
    }

    /** The steps that were taken; somebody hears of each as it is taken. */
    private record Steps(List<Step> taken, Consumer<Step> told) {

        void add(Step step) {
            taken.add(step);
            told.accept(step);
        }

        ProbeReport end(String server, @Nullable ServerLook look) {
            return new ProbeReport(taken, server, look);
        }
    }

    /**
     * All steps until one fails. Blocks; interrupting ends it.
     *
     * @param told of each step
     */
    ProbeReport run(Connection connection, Consumer<Step> told) {
        Steps steps = new Steps(new ArrayList<>(), told);
        try (Doors.Open door = doors.open(connection)) {
            for (Reach.Step step : Reach.check(door.terms(), connection.address())) {
                steps.add(reached(step));
                if (!step.ok()) {
                    return steps.end("", null);
                }
            }
            return walk(connection, door.site().remembering(), steps);
        } catch (EngineException e) {
            if (e.problem() instanceof Problem.Cancelled) {
                throw e;
            }
            steps.add(failed(Kind.HTTP, e, Duration.ZERO));
            return steps.end("", null);
        }
    }

    private ProbeReport walk(Connection connection, Site site, Steps steps) {
        long begin = System.nanoTime();
        Optional<Known> known = recognise(connection, site);
        if (known.isEmpty()) {
            steps.add(unknown(site, since(begin)));
            return steps.end("", null);
        }
        RemoteServer server = known.get().server();
        String evidence = known.get().evidence();
        steps.add(
                new Step(
                        Kind.RECOGNITION,
                        true,
                        server.label() + (evidence.isEmpty() ? ", as set." : ": " + evidence + "."),
                        "",
                        since(begin)));
        return look(server, site, steps);
    }

    private ProbeReport look(RemoteServer server, Site site, Steps steps) {
        long begin = System.nanoTime();
        try {
            ServerLook look = server.look(site);
            Duration took = since(begin);
            steps.add(new Step(Kind.AUTHENTICATION, true, "The server lets us in.", "", took));
            steps.add(new Step(Kind.MODELS, true, models(look), "", took));
            return steps.end(server.id(), look);
        } catch (EngineException e) {
            Kind kind =
                    switch (e.problem()) {
                        case Problem.Cancelled _ -> throw e;
                        case Problem.Unauthenticated _, Problem.Forbidden _ -> Kind.AUTHENTICATION;
                        default -> Kind.MODELS;
                    };
            steps.add(failed(kind, e, since(begin)));
            return steps.end(server.id(), null);
        }
    }

    private static String models(ServerLook look) {
        int count = look.models().size();
        return switch (count) {
            case 0 -> "It serves no model yet.";
            case 1 -> "One model: " + look.models().getFirst().name() + ".";
            default -> count + " models.";
        };
    }

    private static Step unknown(Site site, Duration took) {
        return site.refused()
                ? new Step(
                        Kind.AUTHENTICATION,
                        false,
                        "The server wants a key before it tells what it is.",
                        "Choose how to authenticate and give the key, or choose the kind of server.",
                        took)
                : new Step(
                        Kind.RECOGNITION,
                        false,
                        "Something answers there, but it is no server that Modeldeck knows.",
                        "Check the port and the path of the address, or choose the kind of server.",
                        took);
    }

    private static Step reached(Reach.Step step) {
        Kind kind =
                switch (step.kind()) {
                    case NAME -> Kind.NAME;
                    case TCP -> Kind.TCP;
                    case TLS -> Kind.TLS;
                    case HTTP -> Kind.HTTP;
                };
        return new Step(kind, step.ok(), step.said(), step.cure(), step.took());
    }

    private static Step failed(Kind kind, EngineException e, Duration took) {
        return new Step(kind, false, e.problem().message(), "", took);
    }

    private static Duration since(long begin) {
        return Duration.ofNanos(System.nanoTime() - begin);
    }
}
