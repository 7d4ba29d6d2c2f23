package dev.modeldeck.engine.endpoints.signature;

import dev.modeldeck.engine.inference.Extras;
import dev.modeldeck.engine.inference.Payload;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;

import tools.jackson.databind.JsonNode;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Parameters that a model of this machine does not know: those that would change the answer are
 * refused, as dropping them would answer another question than the one asked; the others are
 * ignored, and the answer says so.
 */
final class LocalParameters {

    /** What is refused, and in which words, unless it has a value that asks for nothing. */
    private static final Map<String, Refusal> REFUSED =
            Map.of(
                    "logit_bias",
                    new Refusal("\"logit_bias\" is not supported; leave it out.", Set.of()),
                    "audio",
                    new Refusal("Audio is not supported; ask for text only.", Set.of()),
                    "web_search_options",
                    new Refusal("These models cannot search the web.", Set.of()),
                    "reasoning_effort",
                    new Refusal(
                            "\"reasoning_effort\" is not supported by this model; leave it out.",
                            Set.of("none")),
                    "verbosity",
                    new Refusal(
                            "\"verbosity\" is not supported by this model; leave it out.",
                            Set.of("medium")),
                    "modalities",
                    new Refusal("Only the modality \"text\" is supported.", Set.of("text")));

    /** What speaks of the caller and of keeping, and changes no answer. */
    private static final Set<String> HARMLESS =
            Set.of(
                    "user",
                    "metadata",
                    "store",
                    "service_tier",
                    "safety_identifier",
                    "prompt_cache_key",
                    "prompt_cache_retention");

    private static final Set<String> HEARD_IN_CHATS =
            Stream.concat(HARMLESS.stream(), Stream.of(Extras.TEMPLATE_VALUES))
                    .collect(Collectors.toUnmodifiableSet());

    private LocalParameters() {}

    /** A refusal, and the texts that ask for nothing. */
    private record Refusal(String message, Set<String> nothing) {

        boolean passes(JsonNode value) {
            return value.isContainer()
                    ? value.valueStream().allMatch(this::passes)
                    : value.isString() && nothing.contains(value.stringValue());
        }
    }

    /** The payload without what is unknown; a problem where that may not be dropped. */
    static Payload checked(Payload payload) {
        return switch (payload) {
            case Payload.Chat chat -> {
                check(chat.options().extras(), HEARD_IN_CHATS);
                Extras known = chat.options().extras().only(Extras.TEMPLATE_VALUES);
                yield new Payload.Chat(
                        chat.messages(),
                        chat.choices(),
                        chat.options().withExtras(known),
                        chat.tools());
            }
            case Payload.Completion completion -> {
                check(completion.options().extras(), HARMLESS);
                yield new Payload.Completion(
                        completion.prompts(),
                        completion.choices(),
                        completion.echo(),
                        completion.options().withExtras(completion.options().extras().bare()));
            }
            case Payload.Embedding _,
                    Payload.Classification _,
                    Payload.Reranking _,
                    Payload.Tabular _,
                    Payload.Tensors _ ->
                    payload;
        };
    }

    /** The names of what {@link #checked} dropped and a caller may miss. */
    static List<String> dropped(Payload payload) {
        return switch (payload) {
            case Payload.Chat chat -> dropped(chat.options().extras(), HEARD_IN_CHATS);
            case Payload.Completion completion -> dropped(completion.options().extras(), HARMLESS);
            case Payload.Embedding _,
                    Payload.Classification _,
                    Payload.Reranking _,
                    Payload.Tabular _,
                    Payload.Tensors _ ->
                    List.of();
        };
    }

    /**
     * @param heard what nobody misses, or what the model hears of
     */
    private static List<String> dropped(Extras extras, Set<String> heard) {
        return extras.unheeded(
                extras.parameters().keySet().stream()
                        .filter(key -> !heard.contains(key) && !REFUSED.containsKey(key))
                        .toList());
    }

    private static void check(Extras extras, Set<String> heard) {
        extras.parameters()
                .forEach((key, value) -> {
                    Refusal refusal = REFUSED.get(key);
                    if (refusal != null && !refusal.passes(value)) {
                        throw new EngineException(new Problem.Invalid(refusal.message(), key));
                    }
                });
        dropped(extras, heard);
    }
}
