package dev.modeldeck.engine.connections;

import dev.modeldeck.engine.connections.ActionOutcome.ReadBack;
import dev.modeldeck.engine.http.HttpReply;
import dev.modeldeck.engine.http.JsonLines;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.kernel.Progress;
import dev.modeldeck.engine.wire.Json;

import tools.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.List;

/** Sends what a plan says, call by call, until one is refused. */
final class PlanRun {

    private final Site site;
    private final Plan plan;
    private final Progress progress;

    PlanRun(Site site, Plan plan, Progress progress) {
        this.site = site;
        this.plan = plan;
        this.progress = progress;
    }

    /** Blocks; interrupting ends the call that runs. */
    ActionOutcome run() {
        List<String> answers = new ArrayList<>();
        for (Plan.Call call : plan.calls()) {
            progress.report(-1, call.method() + " " + call.path());
            answers.add(call.streamed() ? streamed(call) : whole(call));
        }
        return new ActionOutcome(answers, readBack());
    }

    private String whole(Plan.Call call) {
        return site.send(call.method(), call.path(), call.body())
                .orThrow(call.method() + " " + call.path())
                .body();
    }

    private String streamed(Plan.Call call) {
        try (HttpReply reply =
                site.http().send(site.request(call.method(), call.path(), call.body()))) {
            if (!reply.ok()) {
                new Reply(reply.status(), reply.text()).orThrow(call.method() + " " + call.path());
            }
            String last = "";
            JsonLines lines = reply.lines();
            for (String line = lines.next(); line != null; line = lines.next()) {
                last = line;
                tell(Json.parse(line));
            }
            return last;
        }
    }

    /** Ollama's way: a status, and bytes where it moves some. */
    private void tell(JsonNode line) {
        if (line.path("error").isString()) {
            throw new EngineException(new Problem.Upstream(line.path("error").stringValue(), 502));
        }
        double total = line.path("total").asDouble(0);
        double share = total > 0 ? line.path("completed").asDouble(0) / total : -1;
        progress.report(share, line.path("status").asString(""));
    }

    /** Some servers tell of one thing by a list of it. */
    private static JsonNode sole(JsonNode told) {
        return told.isArray() && told.size() == 1 ? told.get(0) : told;
    }

    /** What was changed stays changed, whether or not the server tells of it. */
    private ReadBack readBack() {
        if (plan.readBack().isEmpty()) {
            return new ReadBack.Nothing();
        }
        try {
            JsonNode now = sole(site.json(plan.readBack()));
            List<Change> different = different(plan.told().apply(now));
            return different.isEmpty()
                    ? new ReadBack.AsPlanned()
                    : new ReadBack.Otherwise(different);
        } catch (EngineException e) {
            if (e.problem() instanceof Problem.Cancelled) {
                throw e;
            }
            return new ReadBack.Unread(e.problem());
        }
    }

    /** Only what was meant is compared: servers add defaults of their own. */
    private List<Change> different(JsonNode now) {
        return Change.between(plan.after(), now).stream()
                .filter(change -> !change.before().isEmpty())
                .toList();
    }
}
