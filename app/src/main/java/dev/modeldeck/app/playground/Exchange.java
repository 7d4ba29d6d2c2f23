package dev.modeldeck.app.playground;

import dev.modeldeck.app.controls.ServerSays;
import dev.modeldeck.app.fx.Texts;
import dev.modeldeck.engine.gateway.DialectCalls;
import dev.modeldeck.engine.inference.Usage;
import dev.modeldeck.engine.kernel.Problem;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** One call and what came of it, with the times that the log will show. */
final class Exchange {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private Exchange() {}

    /**
     * The whole of it, as sent and received.
     *
     * @param events of a stream, in order; empty otherwise
     * @param text of the answer, as far as it came
     * @param thought what the model thought before it, as far as it came
     * @param calls of tools that it asks for
     */
    record Done(
            DialectCalls.Call call,
            DialectCalls.Outcome outcome,
            List<String> events,
            String text,
            String thought,
            List<ToolCall> calls,
            AnswerFacts facts) {

        /** A call that never got as far as an answer. */
        static Done of(DialectCalls.Call call, Problem problem) {
            return new Done(
                    call,
                    new DialectCalls.Outcome("", problem.status(), "", "", 0, problem),
                    List.of(),
                    "",
                    "",
                    List.of(),
                    AnswerFacts.none());
        }

        boolean failed() {
            return outcome.status() >= 400;
        }

        /** Why the call failed, in a sentence. */
        String problem() {
            Problem problem = outcome.problem();
            return problem == null
                    ? Texts.of("playground").get("answer.status", outcome.status())
                    : problem.message();
        }

        /** Request, answer or events, and timings, to read or to report. */
        String raw() {
            StringBuilder raw = new StringBuilder();
            raw.append("# request to ").append(call.endpoint()).append(", ");
            raw.append(call.dialect()).append("\n\n").append(call.body()).append("\n\n");
            raw.append("# answer, status ").append(outcome.status());
            raw.append(", request id ").append(outcome.requestId());
            raw.append("\n# ").append(facts.line()).append("\n\n");
            if (events.isEmpty()) {
                raw.append(outcome.body()).append('\n');
            }
            events.forEach(event -> raw.append("data: ").append(event).append('\n'));
            return raw.toString();
        }
    }

    /**
     * Who hears each piece of an answer.
     *
     * @param thought of what the model thinks before it answers
     */
    record Hearing(Consumer<String> text, Consumer<String> thought) {

        /** Where only the whole counts. */
        static Hearing none() {
            return new Hearing(_ -> {}, _ -> {});
        }
    }

    /** Blocks until the answer is whole. */
    static Done run(Caller caller, DialectCalls.Call call, Hearing hearing) {
        List<String> events = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        StringBuilder thought = new StringBuilder();
        DialectCalls.Outcome outcome =
                caller.call(
                        call,
                        new DialectCalls.Stream() {
                            @Override
                            public void event(String json) {
                                events.add(json);
                            }

                            @Override
                            public void text(int choice, String piece) {
                                if (choice == 0 && !piece.isEmpty()) {
                                    text.append(piece);
                                    hearing.text().accept(piece);
                                }
                            }

                            @Override
                            public void thought(int choice, String piece) {
                                if (choice == 0 && !piece.isEmpty()) {
                                    thought.append(piece);
                                    hearing.thought().accept(piece);
                                }
                            }
                        });
        JsonNode answer = parse(outcome.body());
        return new Done(
                call,
                outcome,
                events,
                text.isEmpty() ? wholeText(answer) : text.toString(),
                thought.isEmpty()
                        ? answer.at("/choices/0/message/reasoning_content").asString("")
                        : thought.toString(),
                calls(answer),
                facts(answer, outcome));
    }

    private static List<ToolCall> calls(JsonNode answer) {
        List<ToolCall> calls = new ArrayList<>();
        for (JsonNode call : answer.at("/choices/0/message/tool_calls")) {
            JsonNode function = call.path("function");
            calls.add(
                    new ToolCall(
                            call.path("id").asString(""),
                            function.path("name").asString(""),
                            function.path("arguments").asString(""),
                            ""));
        }
        return calls;
    }

    private static AnswerFacts facts(JsonNode answer, DialectCalls.Outcome outcome) {
        Usage usage = outcome.usage();
        List<String> unheeded = new ArrayList<>();
        answer.at("/modeldeck/ignored_parameters").forEach(name -> unheeded.add(name.asString("")));
        return new AnswerFacts(
                outcome.firstTokenMillis(),
                outcome.latencyMillis(),
                usage.promptTokens(),
                usage.completionTokens(),
                answer.path("choices").path(0).path("finish_reason").asString(""),
                outcome.servedEntity(),
                answer.at("/modeldeck/truncated_tokens").asInt(0),
                outcome.estimated(),
                unheeded,
                ServerSays.of(answer));
    }

    private static String wholeText(JsonNode answer) {
        JsonNode choice = answer.path("choices").path(0);
        return choice.path("message").path("content").asString(choice.path("text").asString(""));
    }

    static JsonNode parse(String body) {
        try {
            return JSON.readTree(body.isBlank() ? "{}" : body);
        } catch (JacksonException e) {
            return JSON.createObjectNode();
        }
    }
}
