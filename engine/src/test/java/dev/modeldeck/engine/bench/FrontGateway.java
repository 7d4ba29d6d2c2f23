package dev.modeldeck.engine.bench;

import dev.modeldeck.engine.Engine;
import dev.modeldeck.engine.EngineOptions;
import dev.modeldeck.engine.connections.Access;
import dev.modeldeck.engine.connections.Connection;
import dev.modeldeck.engine.endpoints.NewEndpoint;
import dev.modeldeck.engine.endpoints.ServedEntity;
import dev.modeldeck.engine.endpoints.ServedEntity.External;
import dev.modeldeck.engine.gateway.GatewayStatus;
import dev.modeldeck.engine.kernel.EndpointName;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A gateway in a process of its own, with an endpoint in front of a server's model. */
final class FrontGateway implements AutoCloseable {

    static final String MODEL = "m";
    static final String ENDPOINT = "fronted";

    private final Process process;
    private final URI address;

    private FrontGateway(Process process, URI address) {
        this.process = process;
        this.address = address;
    }

    static FrontGateway before(URI server) throws IOException {
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                System.getProperty("java.class.path"),
                                FrontGateway.class.getName(),
                                server.toString())
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        BufferedReader out = process.inputReader();
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            if (line.startsWith("http://")) {
                return new FrontGateway(process, URI.create(line));
            }
        }
        throw new IOException("The gateway did not start.");
    }

    URI address() {
        return address;
    }

    @Override
    public void close() {
        process.destroy();
    }

    /**
     * @param args the server's address
     */
    static void main(String[] args) throws Exception {
        Path home = Files.createTempDirectory("remote-bench");
        try (Engine engine = Engine.start(new EngineOptions(home, 0, false, "bench"))) {
            serve(engine, URI.create(args[0]));
            System.out.println(((GatewayStatus.Listening) engine.gateway().get()).address());
            Thread.currentThread().join();
        }
    }

    private static void serve(Engine engine, URI there) {
        engine.connections().save(Connection.to("server", there, Access.open()));
        ServedEntity entity =
                new ServedEntity(
                        MODEL,
                        External.connected(MODEL, "llm/v1/chat", "server"),
                        ServedEntity.Compute.elsewhere(),
                        "",
                        false,
                        Map.of());
        EndpointName name = new EndpointName(ENDPOINT);
        engine.endpoints()
                .create(new NewEndpoint(name, "", Map.of(), List.of(entity), List.of(), "bench"));
        while (engine.endpoints().get(name).state().updating()) {
            Thread.onSpinWait();
        }
    }
}
