package dev.modeldeck.app.logs;

import dev.modeldeck.app.fx.Work;
import dev.modeldeck.engine.gateway.DialectCalls;
import dev.modeldeck.engine.gateway.snippet.Curl;
import dev.modeldeck.engine.gateway.snippet.SampleGateway;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.requestlog.LoggedCall;
import dev.modeldeck.engine.requestlog.RequestLog;

import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

import org.jspecify.annotations.Nullable;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** One call in full, and what can be done with it: send it again, take it along. */
final class DetailViewModel {

    /** Sends a call; the engine's {@code calls()::call}. */
    @FunctionalInterface
    interface Sender {
        DialectCalls.Outcome send(DialectCalls.Call call);
    }

    private final Work work;
    private final RequestLog log;
    private final Sender sender;
    private final String who;
    private final Supplier<SampleGateway> gateway;

    private final ReadOnlyObjectWrapper<Optional<CallDetail>> detail =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyBooleanWrapper replaying = new ReadOnlyBooleanWrapper();
    private Work.@Nullable Handle reading;
    private Work.@Nullable Handle running;
    private long sequence;

    DetailViewModel(
            Work work, RequestLog log, Sender sender, String who, Supplier<SampleGateway> gateway) {
        this.work = work;
        this.log = log;
        this.sender = sender;
        this.who = who;
        this.gateway = gateway;
    }

    ReadOnlyObjectProperty<Optional<CallDetail>> detail() {
        return detail.getReadOnlyProperty();
    }

    ReadOnlyBooleanProperty replaying() {
        return replaying.getReadOnlyProperty();
    }

    /** Row of the call that is shown or on its way; 0 for none. */
    long sequence() {
        return sequence;
    }

    /** Shows a call; null for none. What was on its way for another call does not arrive. */
    void show(@Nullable LoggedCall call, Consumer<Problem> failed) {
        long wanted = call == null ? 0 : call.sequence();
        if (wanted == sequence) {
            return;
        }
        if (reading != null) {
            reading.cancel();
        }
        stopReplay();
        sequence = wanted;
        if (call == null) {
            detail.set(Optional.empty());
            return;
        }
        reading =
                work.run(
                        () -> new CallDetail(call, log.bodies(call.sequence())),
                        read -> detail.set(Optional.of(read)),
                        problem -> {
                            // so that it can be asked for again
                            sequence =
                                    detail.get().map(shown -> shown.call().sequence()).orElse(0L);
                            failed.accept(problem);
                        });
    }

    /** Sends the same body to the same endpoint again, through the door named replay. */
    void replay(Consumer<DialectCalls.Outcome> done, Consumer<Problem> failed) {
        CallDetail shown = detail.get().filter(CallDetail::replayable).orElse(null);
        if (shown == null || shown.bodies().request() == null || replaying.get()) {
            return;
        }
        LoggedCall call = shown.call();
        String body = shown.bodies().request();
        replaying.set(true);
        running =
                work.run(
                        () ->
                                sender.send(
                                        new DialectCalls.Call(
                                                "replay",
                                                call.dialect(),
                                                who,
                                                call.endpoint(),
                                                body)),
                        outcome -> {
                            replaying.set(false);
                            done.accept(outcome);
                        },
                        problem -> {
                            replaying.set(false);
                            failed.accept(problem);
                        });
    }

    void stopReplay() {
        if (running != null && replaying.get()) {
            running.cancel();
            replaying.set(false);
        }
    }

    /** The call as a command for a shell; empty where the request was not kept. */
    Optional<String> curl() {
        return detail.get()
                .flatMap(shown ->
                        Optional.ofNullable(shown.bodies().request())
                                .map(body ->
                                        gateway.get()
                                                .call(
                                                        shown.call().dialect(),
                                                        shown.call().endpoint(),
                                                        body))
                                .map(Curl::whole));
    }
}
