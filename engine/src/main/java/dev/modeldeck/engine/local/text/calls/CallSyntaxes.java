package dev.modeldeck.engine.local.text.calls;

import java.util.List;
import java.util.Optional;

/** The one list of syntaxes: to add one, add its line here. */
public final class CallSyntaxes {

    private CallSyntaxes() {}

    /** In the order in which they are asked: what is more particular goes first. */
    static List<CallSyntax> all() {
        return List.of(
                new NamedMistralCalls(),
                new MistralCalls(),
                new HermesCalls(),
                new PhiCalls(),
                new LlamaCalls());
    }

    /** Of models with a chat template; empty where none is known. */
    public static Optional<CallSyntax> of(String template) {
        return all().stream().filter(syntax -> syntax.of(template)).findFirst();
    }
}
