package dev.modeldeck.engine.local.text;

import com.hubspot.jinjava.Jinjava;
import com.hubspot.jinjava.JinjavaConfig;
import com.hubspot.jinjava.LegacyOverrides;
import com.hubspot.jinjava.el.JinjavaInterpreterResolver;
import com.hubspot.jinjava.interpret.RenderResult;
import com.hubspot.jinjava.interpret.TemplateError;
import com.hubspot.jinjava.lib.fn.ELFunctionDefinition;

import dev.modeldeck.engine.inference.ChatMessage;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;

import jinjava.javax.el.CompositeELResolver;
import jinjava.javax.el.ELResolver;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

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

    private final String source;
    private final Map<String, String> specialTokens;
    private final Jinjava jinja;

    /**
     * @param specialTokens by their name in templates: {@code bos_token}, {@code eos_token} …
     */
    ChatTemplate(String source, Map<String, String> specialTokens) {
        this.source = TemplateSource.forJinjava(source);
        this.specialTokens = Map.copyOf(specialTokens);
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

    /** The prompt, up to where the assistant begins to answer. */
    String render(List<ChatMessage> messages) {
        Map<String, Object> variables = new HashMap<>(specialTokens);
        variables.put("messages", messages.stream().map(ChatTemplate::asMap).toList());
        variables.put("add_generation_prompt", true);
        RenderResult result = jinja.renderForResult(source, variables);
        for (TemplateError error : result.getErrors()) {
            if (error.getSeverity() == TemplateError.ErrorType.FATAL) {
                throw refused(error);
            }
        }
        return result.getOutput();
    }

    private static Map<String, Object> asMap(ChatMessage message) {
        return Map.of("role", message.role(), "content", message.content());
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
