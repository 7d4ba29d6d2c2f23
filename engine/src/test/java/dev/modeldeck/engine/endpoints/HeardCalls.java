package dev.modeldeck.engine.endpoints;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldeck.engine.inference.CallListener;
import dev.modeldeck.engine.inference.CallRecord;
import dev.modeldeck.engine.kernel.RequestId;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers what it was told. */
final class HeardCalls implements CallListener {

    final List<RequestId> started = new CopyOnWriteArrayList<>();
    final List<CallRecord> finished = new CopyOnWriteArrayList<>();

    @Override
    public void started(RequestId id, String endpoint) {
        started.add(id);
    }

    @Override
    public void finished(CallRecord call) {
        finished.add(call);
    }

    CallRecord only() {
        assertThat(finished).hasSize(1);
        return finished.getFirst();
    }
}
