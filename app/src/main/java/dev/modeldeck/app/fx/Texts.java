package dev.modeldeck.app.fx;

import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.ui.UiResources;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.ResourceBundle;

/** A feature's texts, with {@code {0}} filled in; and the words every feature shares. */
public record Texts(ResourceBundle bundle) {

    public static Texts of(String feature) {
        return new Texts(UiResources.messages(feature));
    }

    public static Texts common() {
        return of("common");
    }

    public String get(String key, Object... values) {
        String pattern = bundle.getString(key);
        return values.length == 0
                ? pattern
                : new MessageFormat(pattern, Locale.ENGLISH).format(values);
    }

    /** A short headline for a kind of problem; its message follows below. */
    public static String headline(Problem problem) {
        return common().get(
                        switch (problem) {
                            case Problem.Invalid _ -> "problem.invalid";
                            case Problem.Unsupported _ -> "problem.unsupported";
                            case Problem.Unauthenticated _, Problem.Forbidden _ ->
                                    "problem.unauthenticated";
                            case Problem.NotFound _ -> "problem.notFound";
                            case Problem.AlreadyExists _ -> "problem.exists";
                            case Problem.Conflict _ -> "problem.conflict";
                            case Problem.TooLarge _ -> "problem.tooLarge";
                            case Problem.Overloaded _ -> "problem.overloaded";
                            case Problem.Cancelled _ -> "problem.cancelled";
                            case Problem.Unavailable _ -> "problem.unavailable";
                            case Problem.TimedOut _ -> "problem.timedOut";
                            case Problem.Upstream _ -> "problem.upstream";
                            case Problem.Damaged _ -> "problem.damaged";
                            case Problem.Internal _ -> "problem.internal";
                        });
    }

    static String internalFault() {
        return common().get("internal.message");
    }
}
