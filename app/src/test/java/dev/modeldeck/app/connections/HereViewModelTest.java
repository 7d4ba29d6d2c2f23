package dev.modeldeck.app.connections;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldeck.app.connections.HereViewModel.Server;
import dev.modeldeck.app.connections.HereViewModel.State;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

class HereViewModelTest {

    @TempDir Path folder;

    private final Outcomes outcomes = new Outcomes();
    private final FakeHost host = new FakeHost();

    @AfterEach
    void close() {
        host.close();
    }

    @Test
    void nothing_is_asked_before_one_looks_and_what_is_found_is_added_by_one_press()
            throws Exception {
        FakeKind kind = new FakeKind(host.address().getPort());
        try (SampleConnections sample = new SampleConnections(folder, kind)) {
            HereViewModel model = new HereViewModel(sample.connections, outcomes.work);
            assertThat(model.ports()).isEqualTo(String.valueOf(host.address().getPort()));
            assertThat(host.asked()).isEmpty();
            model.look();
            outcomes.until(() -> model.state().get() instanceof State.Found);
            Server found = ((State.Found) model.state().get()).servers().getFirst();
            assertThat(found)
                    .isEqualTo(
                            new Server(
                                    host.address(),
                                    "Sample Server",
                                    "2.4.1",
                                    2,
                                    "Sample Server on this machine",
                                    false));
            model.add(found);
            outcomes.until(() ->
                    model.state().get() instanceof State.Found(var servers)
                            && servers.getFirst().known());
            assertThat(sample.connections.find("Sample Server on this machine")).isPresent();
            model.look();
            outcomes.until(() -> model.state().get() instanceof State.Found);
            assertThat(((State.Found) model.state().get()).servers().getFirst().known()).isTrue();
        }
    }
}
