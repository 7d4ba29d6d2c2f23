package dev.modeldeck.engine.gateway;

import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.wire.Json;
import dev.modeldeck.engine.wire.databricks.DatabricksErrors;
import dev.modeldeck.engine.wire.openai.OpenAiErrors;
import dev.modeldeck.engine.wire.openinference.OpenInferenceErrors;

import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.List;
import java.util.Map;

/**
 * The outermost handler: lets a request in, finds its route, and turns whatever goes wrong into an
 * answer in the shape of the dialect.
 */
final class Dispatch implements Handler {

    private static final Logger LOG = LoggerFactory.getLogger(Dispatch.class);

    private final RouteTable routes;
    private final Access access;
    private final Disconnects disconnects;

    Dispatch(RouteTable routes, Access access, Disconnects disconnects) {
        this.routes = routes;
        this.access = access;
        this.disconnects = disconnects;
    }

    @Override
    public void handle(ServerRequest request, ServerResponse response) {
        String path = request.prologue().uriPath().rawPath();
        String method = request.prologue().method().text();
        RouteTable.Found found = routes.find(method.equals("HEAD") ? "GET" : method, path);
        Map<String, String> named =
                found instanceof RouteTable.Found.Match match ? match.named() : Map.of();
        Exchange exchange = new Exchange(request, response, named, disconnects);
        ErrorShape errors = errors(found, path);
        try {
            access.check(path, request.headers());
            run(found, method, path, exchange);
        } catch (EngineException e) {
            if (found instanceof RouteTable.Found.Match match) {
                match.action().refused(exchange, e.problem());
            }
            fail(exchange, e.problem(), errors);
        } catch (CloseConnectionException e) {
            throw e;
        } catch (RuntimeException e) {
            broken(exchange, e, errors);
        }
        exchange.end();
    }

    private static void run(RouteTable.Found found, String method, String path, Exchange exchange) {
        switch (found) {
            case RouteTable.Found.Match match -> match.action().run(exchange);
            case RouteTable.Found.OtherMethods(List<String> methods, ErrorShape errors) -> {
                exchange.response().header(HeaderNames.ALLOW, String.join(", ", methods));
                if (method.equals("OPTIONS")) {
                    exchange.response().status(Status.NO_CONTENT_204).send();
                } else {
                    String message =
                            method
                                    + " is not allowed here; use "
                                    + String.join(" or ", methods)
                                    + ".";
                    exchange.answer(405, errors.json(new Problem.Invalid(message)));
                }
            }
            case RouteTable.Found.Nothing() ->
                    throw EngineException.notFound(
                            "There is nothing at "
                                    + Json.wholeCharacters(path)
                                    + ". Endpoints are called at /v1/chat/completions,"
                                    + " /v1/embeddings, /serving-endpoints/{name}/invocations or"
                                    + " /v2/models/{name}/infer.");
        }
    }

    private static ErrorShape errors(RouteTable.Found found, String path) {
        return switch (found) {
            case RouteTable.Found.Match match -> match.errors();
            case RouteTable.Found.OtherMethods other -> other.errors();
            case RouteTable.Found.Nothing() -> {
                if (path.startsWith("/v2")) {
                    yield OpenInferenceErrors::json;
                }
                yield path.startsWith("/v1") ? OpenAiErrors::unknownUrl : DatabricksErrors::json;
            }
        };
    }

    private static void broken(Exchange exchange, RuntimeException e, ErrorShape errors) {
        if (exchange.response().isSent() || exchange.response().bytesWritten() > 0) {
            // The caller went away while the answer was written: the connection ends with it.
            throw new CloseConnectionException("An answer was cut short.", e);
        }
        LOG.error("A request failed", e);
        fail(
                exchange,
                new Problem.Internal(
                        "Something went wrong inside Modeldeck. Its log says more; try again."),
                errors);
    }

    private static void fail(Exchange exchange, Problem problem, ErrorShape errors) {
        if (!exchange.response().isSent()) {
            exchange.fail(problem, errors);
        }
    }
}
