package dev.modeldeck.engine.local.text;

import com.hubspot.jinjava.Jinjava;
import com.hubspot.jinjava.JinjavaConfig;
import com.hubspot.jinjava.LegacyOverrides;
import com.hubspot.jinjava.el.JinjavaInterpreterResolver;
import com.hubspot.jinjava.interpret.RenderResult;
import com.hubspot.jinjava.interpret.TemplateError;
import com.hubspot.jinjava.lib.fn.ELFunctionDefinition;

import dev.modeldeck.engine.inference.ChatMessage;
import dev.modeldeck.engine.inference.Tool;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.local.text.calls.CallSyntax;
import dev.modeldeck.engine.local.text.calls.CallSyntaxes;

import jinjava.javax.el.CompositeELResolver;
import jinjava.javax.el.ELResolver;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Turns a conversation into the one text that a chat model was trained on, by the Jinja template
 * that came with it, with the variables and functions that Hugging Face Transformers gives to
 * templates.
 */
final class ChatTemplate {

    private static final LegacyOverrides LIKE_PYTHON =
            LegacyOverrides.newBuilder()
                    .withEvaluateMapKeys(true)
                    .withIterateOverMapKeys(true)
                    .withUsePyishObjectMapper(true)
                    .withUseNaturalOperatorPrecedence(true)
                    .withParseWhitespaceControlStrictly(true)
                    .withAllowAdjacentTextNodes(true)
                    .withUseTrimmingForNotesAndExpressions(true)
                    .withKeepNullableLoopValues(true)
                    .withHandleBackslashInQuotesOnly(true)
                    .build();

    /** Phi's template looks for the tools there, as a text. */
    private static final Pattern TOOLS_IN_MESSAGE =
            Pattern.compile("\\[\\s*['\"]tools['\"]\\s*]|message\\.tools\\b");

    private final String source;
    private final String toolSource;
    private final Map<String, String> specialTokens;
    private final Optional<CallSyntax> calls;
    private final Jinjava jinja;

    /**
     * @param toolSource for conversations with tools; mostly the same
     * @param specialTokens by their name in templates: {@code bos_token}, {@code eos_token} …
     */
    ChatTemplate(String source, String toolSource, Map<String, String> specialTokens) {
        this.source = TemplateSource.forJinjava(source);
        this.toolSource = TemplateSource.forJinjava(toolSource);
        this.specialTokens = Map.copyOf(specialTokens);
        this.calls = CallSyntaxes.of(toolSource);
        this.jinja =
                new Jinjava(
                        JinjavaConfig.newBuilder()
                                .withTrimBlocks(true)
                                .withLstripBlocks(true)
                                .withKeepTrailingNewline(true)
                                .withNestedInterpretationEnabled(false)
                                .withLegacyOverrides(LIKE_PYTHON)
                                .withElResolver(resolver())
                                .build());
        jinja.getGlobalContext().registerFilter(new PythonJson());
        jinja.getGlobalContext().registerExpTest(new PythonIterable());
        register("raise_exception", String.class);
        register("strftime_now", String.class);
    }

    private static ELResolver resolver() {
        CompositeELResolver resolver = new CompositeELResolver();
        resolver.add(new PythonMethods());
        resolver.add(JinjavaInterpreterResolver.DEFAULT_RESOLVER_READ_ONLY);
        return resolver;
    }

    private void register(String name, Class<?>... parameters) {
        jinja.getGlobalContext()
                .registerFunction(
                        new ELFunctionDefinition(
                                "", name, TemplateFunctions.class, name, parameters));
    }

    /** Whether the model may think before it answers. */
    boolean thinks() {
        return source.contains(ThoughtReader.CLOSE);
    }

    /** How the model writes calls of tools; empty where that is not known here. */
    Optional<CallSyntax> calls() {
        return calls;
    }

    /** The prompt of a conversation without tools. */
    String render(List<ChatMessage> messages) {
        return render(messages, List.of());
    }

    String render(List<ChatMessage> messages, List<Tool> tools) {
        return render(messages, tools, Map.of());
    }

    /**
     * The prompt, up to where the assistant begins to answer.
     *
     * @param tools that the model may call
     * @param own values that the request has for this template, by their name in it
     * @throws EngineException if the template leaves out tools or calls of them
     */
    String render(List<ChatMessage> messages, List<Tool> tools, Map<String, @Nullable Object> own) {
        if (tools.isEmpty() && messages.stream().noneMatch(ChatTemplate::isOfTools)) {
            return rendered(source, messages, tools, own);
        }
        List<ChatMessage> shown =
                toolSource.contains("tool_calls")
                        ? messages
                        : messages.stream().map(this::spelled).toList();
        String text = rendered(toolSource, shown, tools, own);
        if (!tools.isEmpty() && text.equals(rendered(toolSource, shown, List.of(), own))) {
            throw noPlaceForTools();
        }
        return text;
    }

    private static boolean isOfTools(ChatMessage message) {
        return message.role().equals("tool") || !message.calls().isEmpty();
    }

    /** Where a template knows nothing of calls, they are part of what the assistant said. */
    private ChatMessage spelled(ChatMessage message) {
        if (message.calls().isEmpty()) {
            return message;
        }
        CallSyntax syntax = calls.orElseThrow(ChatTemplate::noPlaceForTools);
        return ChatMessage.assistant(message.content() + syntax.written(message.calls()));
    }

    private static EngineException noPlaceForTools() {
        return new EngineException(
                new Problem.Unsupported(
                        "This model's chat template has no place for tools. Leave them out, or"
                                + " serve a model that was trained to use them."));
    }

    private String rendered(
            String template,
            List<ChatMessage> messages,
            List<Tool> tools,
            Map<String, @Nullable Object> own) {
        Map<String, @Nullable Object> variables = new HashMap<>(own);
        variables.putAll(specialTokens);
        variables.put(
                "messages",
                TOOLS_IN_MESSAGE.matcher(template).find()
                        ? TemplateValues.messages(messages, tools)
                        : TemplateValues.messages(messages));
        if (!tools.isEmpty()) {
            variables.put("tools", TemplateValues.tools(tools));
        }
        variables.put("add_generation_prompt", true);
        RenderResult result = jinja.renderForResult(template, variables);
        for (TemplateError error : result.getErrors()) {
            if (error.getSeverity() == TemplateError.ErrorType.FATAL) {
                throw refused(error);
            }
        }
        return result.getOutput();
    }

    private static EngineException refused(TemplateError error) {
        return new EngineException(
                new Problem.Invalid(
                        "The model's chat template cannot take this conversation: %s"
                                .formatted(reason(error)),
                        "messages"),
                error.getException());
    }

    /** What the template itself said, where it refused; else what Jinjava found wrong. */
    private static String reason(TemplateError error) {
        Throwable cause = error.getException();
        while (cause != null) {
            if (cause instanceof TemplateFunctions.Refusal refusal) {
                return refusal.reason();
            }
            cause = cause.getCause();
        }
        return error.getMessage();
    }
}
