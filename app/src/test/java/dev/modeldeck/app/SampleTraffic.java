package dev.modeldeck.app;

import dev.modeldeck.engine.Engine;
import dev.modeldeck.engine.endpoints.EndpointConfig;
import dev.modeldeck.engine.endpoints.NewEndpoint;
import dev.modeldeck.engine.endpoints.ServedEntity;
import dev.modeldeck.engine.gateway.GatewayStatus;
import dev.modeldeck.engine.kernel.EndpointName;
import dev.modeldeck.engine.registry.ModelName;
import dev.modeldeck.engine.registry.RegisteredModel;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/** Endpoints for the starter models and clients that call them through the gateway. */
final class SampleTraffic {

    private static final List<String> QUESTIONS =
            List.of(
                    "What is a served entity?",
                    "How do I register a model?",
                    "What is time to first token?",
                    "Why are model versions immutable?",
                    "What does the gateway do?");

    private final Engine engine;
    private final HttpClient http = HttpClient.newHttpClient();
    private final Random random = new Random(7);

    SampleTraffic(Engine engine) {
        this.engine = engine;
    }

    /** One endpoint a starter model, and one that splits its calls. */
    void createEndpoints() {
        for (RegisteredModel model : engine.registry().models().get()) {
            boolean chat = !model.name().model().contains("classifier");
            create(chat ? "assistant" : "triage", entity("", model.name()));
            if (chat) {
                create("assistant-f32", entity("", model.name(), "f32"));
            } else {
                create(
                        "triage-canary",
                        entity("", model.name()),
                        entity("-candidate", model.name()));
            }
        }
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!engine.endpoints().all().get().stream().allMatch(e -> e.state().ready())) {
            if (System.nanoTime() > end) {
                throw new AssertionError("The endpoints do not become ready.");
            }
            LockSupport.parkNanos(10_000_000);
        }
        engine.endpoints().stop(new EndpointName("triage-canary"), "me");
    }

    /** Calls at an uneven pace for that long, now and then a wrong one. */
    void flow(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end) {
            callOnce();
            double wave = 1.2 + Math.sin(System.nanoTime() / 9e9);
            LockSupport.parkNanos((long) (wave * random.nextDouble(80e6, 260e6)));
        }
    }

    private void callOnce() {
        if (has("assistant") && random.nextInt(3) == 0) {
            post("/v1/chat/completions", question());
        } else {
            post("/serving-endpoints/triage/invocations", row());
        }
    }

    private String question() {
        return """
        {"model": "assistant", "stream": true, "max_tokens": 48,
         "messages": [{"role": "user", "content": "%s"}]}\
        """
                .formatted(QUESTIONS.get(random.nextInt(QUESTIONS.size())));
    }

    private String row() {
        String column = random.nextInt(40) == 0 ? "promt_tokens" : "prompt_tokens";
        return String.format(
                Locale.ENGLISH,
                """
                {"dataframe_records": [{"%s": %d, "output_tokens": %d, "concurrency": %d,
                 "gpu": %d, "model_billion_parameters": %.1f}]}\
                """,
                column,
                random.nextInt(16, 4000),
                random.nextInt(16, 800),
                random.nextInt(1, 16),
                random.nextInt(2),
                random.nextDouble(0.1, 13));
    }

    private void post(String path, String body) {
        if (!(engine.gateway().get() instanceof GatewayStatus.Listening(URI address))) {
            throw new AssertionError("The gateway does not listen.");
        }
        try {
            HttpRequest request =
                    HttpRequest.newBuilder(address.resolve(path))
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString(body))
                            .build();
            http.send(request, HttpResponse.BodyHandlers.discarding());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private boolean has(String name) {
        return engine.endpoints().find(new EndpointName(name)).isPresent();
    }

    private void create(String name, ServedEntity... entities) {
        List<EndpointConfig.Route> routes = new ArrayList<>();
        for (ServedEntity entity : entities) {
            int share = entities.length == 1 ? 100 : routes.isEmpty() ? 90 : 10;
            routes.add(new EndpointConfig.Route(entity.name(), share));
        }
        engine.endpoints()
                .create(
                        new NewEndpoint(
                                new EndpointName(name),
                                "",
                                Map.of(),
                                List.of(entities),
                                routes,
                                "me"));
    }

    private static ServedEntity entity(String suffix, ModelName model) {
        return entity(suffix, model, "auto");
    }

    private static ServedEntity entity(String suffix, ModelName model, String dtype) {
        return new ServedEntity(
                model.model() + "-1" + suffix,
                model,
                1,
                new ServedEntity.Compute("cpu", dtype, 0, 4, 0, null),
                "Small",
                false,
                Map.of());
    }
}
