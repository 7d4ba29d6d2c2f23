package dev.modeldeck.engine.endpoints;

import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.registry.ModelName;
import dev.modeldeck.engine.registry.ModelVersion;
import dev.modeldeck.engine.registry.Registry;

import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One thing that an endpoint serves: a registered model version on a worker of this machine, or a
 * model that a server elsewhere serves.
 *
 * @param name unique in the endpoint; by default {@code model-version}
 * @param compute of an external model only the concurrency counts
 * @param workloadSize Databricks' word (Small, Medium, Large), kept as it was sent; empty where not
 * @param environment variables of the worker
 */
public record ServedEntity(
        String name,
        Source source,
        Compute compute,
        String workloadSize,
        boolean scaleToZero,
        Map<String, String> environment) {

    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    /** What fits into a header of an answer and into the path of a call as it is. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9 ._-]{0,254}");

    public ServedEntity {
        if (!NAME.matcher(name).matches()) {
            throw new EngineException(
                    new Problem.Invalid(
                            "The name of a served entity has up to 255 letters and digits without"
                                    + " accents, spaces, dots, dashes and underscores, and begins"
                                    + " with a letter or digit. Choose another name.",
                            "name"));
        }
        environment = Map.copyOf(environment);
        environment.forEach(ServedEntity::check);
    }

    /** A registered version. */
    public ServedEntity(
            String name,
            ModelName model,
            int version,
            Compute compute,
            String workloadSize,
            boolean scaleToZero,
            Map<String, String> environment) {
        this(name, new Registered(model, version), compute, workloadSize, scaleToZero, environment);
    }

    /** The registered version; empty for an external model. */
    public Optional<Registered> registered() {
        return source instanceof Registered version ? Optional.of(version) : Optional.empty();
    }

    /** The registered version, where it is still there; empty for an external model. */
    public Optional<ModelVersion> versionIn(Registry registry) {
        return registered()
                .flatMap(of ->
                        registry.find(of.model()).flatMap(model -> model.version(of.version())));
    }

    /** Whether it serves that version, or has it guess. */
    public boolean needs(ModelName wanted, int number) {
        Draft draft = compute.draft();
        return source.equals(new Registered(wanted, number))
                || draft != null && draft.model().equals(wanted) && draft.version() == number;
    }

    /** Without the values of variables, which may be keys. */
    @Override
    public String toString() {
        return "ServedEntity[%s, %s, %s, %s]"
                .formatted(name, source, compute, environment.keySet());
    }

    /** What the system would not take as a variable of a process. */
    private static void check(String name, String value) {
        if (!VARIABLE.matcher(name).matches()) {
            throw wrong(
                    "\"%s\" is no name of an environment variable: letters, digits and underscores."
                            .formatted(name));
        }
        if (value.indexOf('\0') >= 0) {
            throw wrong("The environment variable %s has a character 0.".formatted(name));
        }
    }

    private static EngineException wrong(String message) {
        return new EngineException(new Problem.Invalid(message, "environment_vars"));
    }

    /** What is served. */
    public sealed interface Source {}

    /**
     * A registered version.
     *
     * @param version of the model, never "latest": an alias is resolved when the configuration is
     *     made
     */
    public record Registered(ModelName model, int version) implements Source {
        @Override
        public String toString() {
            return model + " version " + version;
        }
    }

    /**
     * A model on a server elsewhere, in Databricks' words.
     *
     * @param name of the model there
     * @param provider {@code openai}, {@code anthropic} …, or {@code connection} for one of the
     *     connected servers
     * @param task {@code llm/v1/chat} …; may be empty
     * @param config the provider's fields, those of inner objects with a dot between; keys are
     *     references to secrets
     */
    public record External(String name, String provider, String task, Map<String, String> config)
            implements Source {

        /** Ours among the providers: one of the connected servers. */
        public static final String CONNECTION = "connection";

        public static final String CONNECTION_NAME = "connection_name";

        /** Stays when a connection gets another name; added when the entity is made. */
        public static final String CONNECTION_ID = "connection_id";

        public External {
            config = Map.copyOf(config);
        }

        /** A model of the connected server of that name. */
        public static External connected(String name, String task, String connection) {
            return new External(name, CONNECTION, task, Map.of(CONNECTION_NAME, connection));
        }

        /** The connected server that has it; empty for other providers. */
        public Optional<Connected> connection() {
            return provider.equals(CONNECTION)
                    ? Optional.of(
                            new Connected(
                                    config.getOrDefault(CONNECTION_ID, ""),
                                    config.getOrDefault(CONNECTION_NAME, "")))
                    : Optional.empty();
        }

        /** Whether it is that model of that connection, which may have another name by now. */
        public boolean isOf(String connectionId, String connectionName, String model) {
            return name.equals(model)
                    && connection().filter(at -> at.isAt(connectionId, connectionName)).isPresent();
        }

        /** Where it is, for a person to read: the name of its connection, else its provider. */
        public String place() {
            return connection().map(Connected::name).orElse(provider);
        }

        /** Without the values, which may be keys. */
        @Override
        public String toString() {
            return name + " of " + provider;
        }
    }

    /**
     * One of the connected servers.
     *
     * @param id of its connection; empty where only the name is known
     * @param name of its connection when the entity was made
     */
    public record Connected(String id, String name) {

        /** Whether it is that connection's, which may have another name by now. */
        public boolean isAt(String connectionId, String connectionName) {
            return id.isEmpty() ? name.equals(connectionName) : id.equals(connectionId);
        }
    }

    /**
     * What it runs on.
     *
     * @param device {@code cpu} or {@code cuda:0} …
     * @param dtype {@code auto}, {@code f32}, {@code bf16}, {@code fp16}, {@code int8}, {@code
     *     int4}
     * @param contextLength 0 for the model's own
     * @param concurrency requests answered side by side
     * @param memoryLimitBytes the worker is ended above it; 0 for none
     * @param draft a smaller language model that guesses what the served one is going to say, so
     *     that it answers in fewer steps; null for none
     */
    public record Compute(
            String device,
            String dtype,
            int contextLength,
            int concurrency,
            long memoryLimitBytes,
            @Nullable Draft draft) {

        /** Of a model on a server elsewhere, which has a limit of its own. */
        public static Compute elsewhere() {
            return new Compute("cpu", "auto", 0, 1024, 0, null);
        }

        public static Compute cpu() {
            return new Compute("cpu", "auto", 0, 4, 0, null);
        }
    }

    /**
     * A registered version that guesses for another.
     *
     * @param version of the model, never "latest"
     */
    public record Draft(ModelName model, int version) {}
}
