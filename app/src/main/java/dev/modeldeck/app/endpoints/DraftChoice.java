package dev.modeldeck.app.endpoints;

import dev.modeldeck.engine.endpoints.ServedEntity.Draft;
import dev.modeldeck.engine.registry.Inspection;
import dev.modeldeck.engine.registry.ModelVersion;
import dev.modeldeck.engine.registry.RegisteredModel;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A model that may guess for the served one, as the form offers it.
 *
 * @param draft null for none
 * @param holds what it holds; null for none, and where it is registered no more
 */
record DraftChoice(@Nullable Draft draft, @Nullable Inspection holds) {

    static final DraftChoice NONE = new DraftChoice(null, null);

    /** None, and language models that are smaller than that one and run here, newest first. */
    static List<DraftChoice> of(List<RegisteredModel> all, Optional<Inspection> larger) {
        List<DraftChoice> choices = new ArrayList<>(List.of(NONE));
        larger.filter(served -> served.task().writes())
                .ifPresent(served ->
                        all.stream()
                                .flatMap(model -> VersionChoice.of(model).stream())
                                .map(VersionChoice::version)
                                .filter(version -> guesses(version.inspection(), served))
                                .map(DraftChoice::of)
                                .forEach(choices::add));
        return choices;
    }

    private static boolean guesses(Inspection smaller, Inspection served) {
        return smaller.task().writes() && smaller.parameters() < served.parameters();
    }

    private static DraftChoice of(ModelVersion version) {
        return new DraftChoice(new Draft(version.model(), version.number()), version.inspection());
    }
}
