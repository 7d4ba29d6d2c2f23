package dev.modeldeck.app.shell;

import dev.modeldeck.engine.kernel.EndpointName;
import dev.modeldeck.engine.registry.ModelName;

/** Places that tabs, the command palette and links lead to. */
public sealed interface Destination {

    /** The id of the tab that shows it. */
    String tab();

    /** A tab as it was left. */
    record Tab(String tab) implements Destination {}

    record Model(ModelName name) implements Destination {
        @Override
        public String tab() {
            return "models";
        }
    }

    record Version(ModelName name, int number) implements Destination {
        @Override
        public String tab() {
            return "models";
        }
    }

    /** The form that registers a model. */
    record RegisterModel() implements Destination {
        @Override
        public String tab() {
            return "models";
        }
    }

    record OneEndpoint(EndpointName name) implements Destination {
        @Override
        public String tab() {
            return "endpoints";
        }
    }

    /** The form that makes an endpoint for a version. */
    record CreateEndpoint(ModelName name, int version) implements Destination {
        @Override
        public String tab() {
            return "endpoints";
        }
    }

    /** The form that makes an endpoint for a model of a connected server. */
    record CreateExternal(String connection, String model) implements Destination {
        @Override
        public String tab() {
            return "endpoints";
        }
    }

    /** The page of a connected server. */
    record OneConnection(String name) implements Destination {
        @Override
        public String tab() {
            return "connections";
        }
    }

    /**
     * The page of a connected server, with the form of something that can be done there.
     *
     * @param action the id of one of its kind's actions on the server itself
     */
    record Act(String connection, String action) implements Destination {
        @Override
        public String tab() {
            return "connections";
        }
    }

    /** The form that connects a server. */
    record AddServer() implements Destination {
        @Override
        public String tab() {
            return "connections";
        }
    }

    /** The playground with a column for the endpoint. */
    record Try(EndpointName name) implements Destination {
        @Override
        public String tab() {
            return "playground";
        }
    }

    record MetricsOf(EndpointName name) implements Destination {
        @Override
        public String tab() {
            return "metrics";
        }
    }

    record LogsOf(EndpointName name) implements Destination {
        @Override
        public String tab() {
            return "logs";
        }
    }
}
