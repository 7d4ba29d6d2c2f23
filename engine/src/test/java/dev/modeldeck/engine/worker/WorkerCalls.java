package dev.modeldeck.engine.worker;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** Speaks HTTP to a worker, with its secret. */
record WorkerCalls(HttpClient client, URI base, String secret) {

    static WorkerCalls to(WorkerState.Ready ready) {
        return new WorkerCalls(HttpClient.newHttpClient(), ready.base(), ready.secret());
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(request(path).GET().build(), HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        return client.send(posting(path, body), HttpResponse.BodyHandlers.ofString());
    }

    HttpRequest posting(String path, String body) {
        return request(path).POST(HttpRequest.BodyPublishers.ofString(body)).build();
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(base.resolve(path))
                .header("Authorization", "Bearer " + secret);
    }
}
