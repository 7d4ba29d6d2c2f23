package dev.modeldeck.engine;

import dev.modeldeck.engine.connections.Connections;
import dev.modeldeck.engine.connections.SecretBox;
import dev.modeldeck.engine.cuda.CudaLibraries;
import dev.modeldeck.engine.cuda.CudaState;
import dev.modeldeck.engine.endpoints.EndpointCalls;
import dev.modeldeck.engine.endpoints.Endpoints;
import dev.modeldeck.engine.gateway.DialectCalls;
import dev.modeldeck.engine.gateway.Gateway;
import dev.modeldeck.engine.gateway.GatewayAddress;
import dev.modeldeck.engine.gateway.GatewayServices;
import dev.modeldeck.engine.http.HttpCalls;
import dev.modeldeck.engine.kernel.HomeFolder;
import dev.modeldeck.engine.local.MemoryBandwidth;
import dev.modeldeck.engine.metrics.Metrics;
import dev.modeldeck.engine.registry.Registry;
import dev.modeldeck.engine.registry.quality.QualityStore;
import dev.modeldeck.engine.requestlog.RequestLog;
import dev.modeldeck.engine.secrets.Keychain;
import dev.modeldeck.engine.secrets.Secrets;
import dev.modeldeck.engine.storage.Database;
import dev.modeldeck.engine.storage.SettingsStore;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** Everything an engine consists of, made and wired by hand, in the order in which it must be. */
record EngineParts(
        HomeFolder home,
        KeptSettings settings,
        Registry registry,
        Secrets secrets,
        Connections connections,
        RemoteImports imports,
        Endpoints endpoints,
        QualityChecks quality,
        CudaLibraries cuda,
        DialectCalls calls,
        Metrics metrics,
        RequestLog requestLog,
        Gateway gateway,
        ThisMachine machine,
        MemorySpeed memorySpeed) {

    /** What others lean on: the file, the registry and what writes calls down. */
    private record Ground(
            HomeFolder home,
            KeptSettings settings,
            Registry registry,
            Database database,
            Secrets secrets,
            Metrics metrics,
            RequestLog requestLog) {

        KeptSecrets box() {
            return new KeptSecrets(secrets);
        }
    }

    /**
     * @param closing is told of everything that was opened, as soon as it was
     */
    static EngineParts make(EngineOptions options, Closing closing) {
        Ground ground = ground(options, closing);
        CudaLibraries cuda = cuda(ground);
        closing.add(cuda::close);
        ThisMachine machine =
                new ThisMachine(
                        options.home(), () -> cuda.state().get() instanceof CudaState.Present);
        Connections connections =
                Connections.open(
                        ground.database(), BuiltIns.servers(), ground.box(), Clock.systemUTC());
        closing.add(connections::close);
        RemoteImports imports =
                RemoteImports.open(ground.home(), connections, ground.registry(), options.who());
        closing.add(imports::close);
        Endpoints endpoints = endpoints(ground, connections, cuda, closing);
        QualityChecks quality = quality(ground, machine, closing);
        ServedVersions served = new ServedVersions(endpoints);
        ground.registry()
                .guardedBy((name, number) ->
                        served.by(name, number).or(() -> quality.by(name, number)));
        EndpointCalls endpointCalls =
                new EndpointCalls(
                        endpoints,
                        List.of(ground.metrics(), ground.requestLog()),
                        () ->
                                Duration.ofSeconds(
                                        ground.settings().present().get().executionLimitSeconds()));
        closing.add(endpointCalls::close);
        DialectCalls calls = new DialectCalls(endpointCalls, BuiltIns.dialects());
        Gateway gateway =
                Gateway.start(
                        new GatewayServices(
                                calls,
                                endpoints,
                                ground.registry(),
                                measures(ground.metrics()),
                                version()),
                        address(ground.settings().present().get(), options.port()));
        closing.add(gateway::close);
        return new EngineParts(
                ground.home(),
                ground.settings(),
                ground.registry(),
                ground.secrets(),
                connections,
                imports,
                endpoints,
                quality,
                cuda,
                calls,
                ground.metrics(),
                ground.requestLog(),
                gateway,
                machine,
                new MemorySpeed(new SettingsStore(ground.database()), MemoryBandwidth::measure));
    }

    private static QualityChecks quality(Ground ground, ThisMachine machine, Closing closing) {
        QualityChecks quality =
                new QualityChecks(
                        ground.registry(),
                        new QualityStore(ground.database()),
                        ground.home(),
                        () -> machine.now().availableBytes());
        closing.add(quality::close);
        return quality;
    }

    private static Ground ground(EngineOptions options, Closing closing) {
        HomeLock lock = HomeLock.take(options.home().toAbsolutePath().normalize());
        closing.add(lock::close);
        HomeFolder home = new HomeFolder(options.home());
        Database database = Database.open(home.database());
        closing.add(database::close);
        SettingsStore store = new SettingsStore(database);
        KeptSettings settings = new KeptSettings(store);
        Registry registry = registry(options, home, database, store);
        Metrics metrics = Metrics.open(database, Clock.systemUTC());
        closing.add(metrics::close);
        RequestLog requestLog =
                RequestLog.open(
                        database,
                        () -> settings.present().get().logBodies(),
                        () -> settings.present().get().logDays(),
                        Clock.systemUTC());
        closing.add(requestLog::close);
        Keychain keychain = options.keychain() ? Keychain.ofSystem() : Keychain.none();
        Secrets secrets = Secrets.open(database, home, keychain);
        return new Ground(home, settings, registry, database, secrets, metrics, requestLog);
    }

    /** The registry, with the models that come along. */
    static Registry registry(
            EngineOptions options, HomeFolder home, Database database, SettingsStore store) {
        Registry registry = Registry.open(database, home, BuiltIns.formats());
        if (options.starterModels()) {
            new StarterModels(registry, home, store, EngineParts.class.getClassLoader())
                    .registerOnce();
        }
        return registry;
    }

    private static CudaLibraries cuda(Ground ground) {
        return CudaLibraries.open(
                ground.home().cuda(), () -> ground.settings().present().get().repository());
    }

    private static Endpoints endpoints(
            Ground ground, Connections connections, CudaLibraries cuda, Closing closing) {
        HttpCalls http = HttpCalls.patient();
        closing.add(http::close);
        Registry registry = ground.registry();
        Endpoints endpoints =
                Endpoints.open(
                        ground.database(),
                        registry::version,
                        new Launchers(
                                new LocalLauncher(
                                        registry,
                                        ground.home(),
                                        http,
                                        (device, given) ->
                                                cuda.environment()
                                                        .variables(
                                                                device,
                                                                resolved(given, ground.box()))),
                                new ExternalLauncher(connections, ground.box())),
                        Clock.systemUTC());
        closing.add(endpoints::close);
        closing.add(UnusedKeys.forget(ground.box(), endpoints.all().get())::close);
        WorkerFolders.removeAllBut(ServedVersions.names(endpoints.all().get()), ground.home());
        var watch =
                endpoints
                        .all()
                        .subscribe(all -> {
                            ground.metrics().watch(ServedVersions.workers(all));
                            ground.metrics().endpoints(ServedVersions.names(all));
                        });
        closing.add(watch::close);
        return endpoints;
    }

    private static Map<String, String> resolved(Map<String, String> given, SecretBox secrets) {
        return given.entrySet().stream()
                .collect(
                        Collectors.toUnmodifiableMap(
                                Map.Entry::getKey, entry -> secrets.resolve(entry.getValue())));
    }

    private static GatewayServices.Measures measures(Metrics metrics) {
        return new GatewayServices.Measures() {
            @Override
            public String all() {
                return metrics.prometheus();
            }

            @Override
            public String ofEndpoint(String endpoint) {
                return metrics.databricks(endpoint);
            }
        };
    }

    /**
     * @param port that the person asked for at the start; negative for the settings' one
     */
    static GatewayAddress address(EngineSettings settings, int port) {
        return new GatewayAddress(
                settings.bindAddress(), port < 0 ? settings.port() : port, settings.accessToken());
    }

    private static String version() {
        return Objects.requireNonNullElse(
                EngineParts.class.getPackage().getImplementationVersion(), "development");
    }
}
