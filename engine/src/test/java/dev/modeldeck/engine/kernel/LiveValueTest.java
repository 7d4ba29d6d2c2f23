package dev.modeldeck.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

class LiveValueTest {

    @Test
    void an_observer_that_fails_keeps_the_news_from_nobody() {
        LiveValue<Integer> value = new LiveValue<>(1);
        List<Integer> heard = new ArrayList<>();
        value.subscribe(next -> {
            if (next == 2) {
                throw new IllegalStateException("on purpose");
            }
        });
        value.subscribe(heard::add);

        assertThatThrownBy(() -> value.set(2)).hasMessage("on purpose");

        assertThat(heard).containsExactly(1, 2);
        value.set(3);
        assertThat(heard).containsExactly(1, 2, 3);
    }
}
