package dev.modeldeck.engine.gateway;

import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Which method and path lead where. */
final class RouteTable {

    private final List<Route> routes = new ArrayList<>();

    /** Does what a path asks for. */
    @FunctionalInterface
    interface Action {
        /**
         * @throws EngineException where the request is refused
         */
        void run(Exchange exchange);

        /** Told of a request that was refused, here or at the door; it is answered elsewhere. */
        default void refused(Exchange exchange, Problem problem) {}
    }

    private record Route(String method, PathPattern path, Action action, ErrorShape errors) {}

    /** What was found for a method and path. */
    sealed interface Found {
        record Match(Action action, Map<String, String> named, ErrorShape errors)
                implements Found {}

        /** The path exists for other methods. */
        record OtherMethods(List<String> methods, ErrorShape errors) implements Found {}

        record Nothing() implements Found {}
    }

    /** Adds routes that write their errors in one shape. */
    Group group(ErrorShape errors) {
        return new Group(errors);
    }

    Found find(String method, String rawPath) {
        TreeSet<String> others = new TreeSet<>();
        ErrorShape errors = null;
        for (Route route : routes) {
            Optional<Map<String, String>> named = route.path().match(rawPath);
            if (named.isPresent()) {
                if (route.method().equals(method)) {
                    return new Found.Match(route.action(), named.get(), route.errors());
                }
                others.add(route.method());
                errors = errors == null ? route.errors() : errors;
            }
        }
        return errors == null
                ? new Found.Nothing()
                : new Found.OtherMethods(List.copyOf(others), errors);
    }

    /** Routes of one dialect. */
    final class Group {
        private final ErrorShape errors;

        private Group(ErrorShape errors) {
            this.errors = errors;
        }

        Group get(String path, Action action) {
            return add("GET", path, action);
        }

        Group post(String path, Action action) {
            return add("POST", path, action);
        }

        Group add(String method, String path, Action action) {
            routes.add(new Route(method, PathPattern.of(path), action, errors));
            return this;
        }
    }
}
