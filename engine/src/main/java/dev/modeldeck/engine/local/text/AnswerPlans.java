package dev.modeldeck.engine.local.text;

import dev.modeldeck.engine.inference.AnswerForm;
import dev.modeldeck.engine.inference.Payload;
import dev.modeldeck.engine.inference.Tool;
import dev.modeldeck.engine.inference.ToolUse;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.local.text.calls.CallElements;
import dev.modeldeck.engine.local.text.calls.CallSyntax;
import dev.modeldeck.engine.local.text.constraint.Constraint;
import dev.modeldeck.engine.local.text.constraint.grammar.Element;
import dev.modeldeck.engine.local.text.constraint.json.JsonElements;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/** Decides what answers are held to and how they are read. Safe for many threads. */
final class AnswerPlans {

    private final TextAssets assets;
    private final HeldAnswers held;

    /**
     * @param vocabulary number of the model's logits
     */
    AnswerPlans(TextAssets assets, int vocabulary) {
        this.assets = assets;
        this.held = new HeldAnswers(assets, vocabulary);
    }

    /**
     * For answers without tools.
     *
     * @throws EngineException if answers cannot be held to the form
     */
    AnswerPlan of(AnswerForm form) {
        if (form.free()) {
            return AnswerPlan.FREE;
        }
        // JSON nodes are equal whatever the order of their properties, which matters here.
        HeldAnswers.Held language = held.held(form.toString(), json -> Language.of(form, json));
        return new AnswerPlan(language::begin, Optional.empty(), language.notHeld());
    }

    /**
     * For answers to a chat, which may have tools.
     *
     * @throws EngineException if answers cannot be held to what is asked for, or if it is not known
     *     how the model calls tools
     */
    AnswerPlan of(Payload.Chat chat) {
        // What must be JSON or a call leaves no room for thoughts.
        boolean free = chat.options().form().free() && !chat.tools().must();
        return held(chat).thinking(free && thinks());
    }

    private boolean thinks() {
        return Optional.ofNullable(assets.template()).filter(ChatTemplate::thinks).isPresent();
    }

    private AnswerPlan held(Payload.Chat chat) {
        ToolUse use = chat.tools();
        AnswerForm form = chat.options().form();
        if (use.callable().isEmpty()) {
            return of(form);
        }
        CallSyntax syntax = syntax();
        Set<String> names = use.callable().stream().map(Tool::name).collect(Collectors.toSet());
        Optional<AnswerPlan.Calls> calls =
                Optional.of(
                        new AnswerPlan.Calls(
                                () -> syntax.reader(names::contains),
                                marks(syntax),
                                !use.parallel(),
                                use.must()));
        if (!use.must() && form.free() && use.callable().stream().noneMatch(Tool::strict)) {
            return new AnswerPlan(Constraint::none, calls, List.of());
        }
        HeldAnswers.Held language =
                held.held(use + " " + form, json -> language(use, form, syntax, json));
        return new AnswerPlan(language::begin, calls, language.notHeld());
    }

    /** Calls where there must be some; else the form or, where any will do, text among them. */
    private Language language(ToolUse use, AnswerForm form, CallSyntax syntax, JsonElements json) {
        List<String> notHeld = new ArrayList<>();
        CallElements elements =
                new CallElements(Language.callable(use, json, notHeld), json, this::special);
        if (use.must()) {
            return new Language(syntax.calls(elements, use.parallel()), notHeld);
        }
        if (form.free()) {
            return new Language(syntax.among(elements, use.parallel()), notHeld);
        }
        Language formed = Language.of(form, json);
        notHeld.addAll(formed.notHeld());
        Element either =
                Element.choice(List.of(syntax.calls(elements, use.parallel()), formed.texts()));
        return new Language(either, notHeld);
    }

    private CallSyntax syntax() {
        return Optional.ofNullable(assets.template())
                .flatMap(ChatTemplate::calls)
                .orElseThrow(() ->
                        new EngineException(
                                new Problem.Unsupported(
                                        "The way in which this model writes calls of tools is not"
                                                + " known here. Leave the tools out, or set tool_choice"
                                                + " to none.")));
    }

    private OptionalInt special(String text) {
        OptionalInt token = assets.tokenizer().vocabulary().special(text);
        return token.isPresent() && assets.tokenizer().vocabulary().special(token.getAsInt())
                ? token
                : OptionalInt.empty();
    }

    private Map<Integer, String> marks(CallSyntax syntax) {
        Map<Integer, String> marks = new HashMap<>();
        syntax.marks().forEach(text -> special(text).ifPresent(token -> marks.put(token, text)));
        return marks;
    }
}
