package dev.modeldeck.app.connections;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldeck.app.connections.ReadingViewModel.State;
import dev.modeldeck.engine.connections.ServerPage;

import org.junit.jupiter.api.Test;

class ReadingViewModelTest extends WithServer {

    @Test
    void a_log_is_read_when_it_is_opened() throws Exception {
        ReadingViewModel reading = reading("log", "llama-3.1-8b-instruct");
        assertThat(host.asked()).noneMatch(line -> line.contains("/models/"));
        reading.read();
        outcomes.until(() -> reading.state().get() instanceof State.Said);
        assertThat(((State.Said) reading.state().get()).content())
                .isInstanceOfSatisfying(
                        ServerPage.Content.Text.class,
                        text -> assertThat(text.text()).contains("replicas"));
    }

    @Test
    void what_cannot_be_read_is_told_and_can_be_tried_again() throws Exception {
        ReadingViewModel reading = reading("log", "gone");
        reading.read();
        outcomes.until(() -> reading.state().get() instanceof State.Troubled);
        reading.read();
        assertThat(reading.state().get()).isInstanceOf(State.Reading.class);
        outcomes.until(() -> reading.state().get() instanceof State.Troubled);
    }

    private ReadingViewModel reading(String page, String model) {
        ServerPage wanted =
                kind.pages().stream()
                        .filter(each -> each.id().equals(page))
                        .findFirst()
                        .orElseThrow();
        return new ReadingViewModel(
                sample.connections, outcomes.work, connection.id(), wanted, model);
    }
}
