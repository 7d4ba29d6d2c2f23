package dev.modeldeck.app.playground;

import dev.modeldeck.app.fx.Work;
import dev.modeldeck.engine.gateway.DialectCalls;
import dev.modeldeck.engine.kernel.Problem;

import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** One endpoint's side of a conversation. At most one answer is written at a time. */
final class ColumnViewModel {

    private final Work work;
    private final Caller caller;
    private final String who;
    private final Runnable changed;
    private final StringProperty endpoint = new SimpleStringProperty("");
    private final ObjectProperty<ColumnKind> kind =
            new SimpleObjectProperty<>(new ColumnKind.Chat());
    private final ObservableList<MessageViewModel> messages = FXCollections.observableArrayList();
    private final ReadOnlyBooleanWrapper running = new ReadOnlyBooleanWrapper();
    private final ReadOnlyObjectWrapper<Optional<Exchange.Done>> last =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private Work.@Nullable Handle handle;
    private @Nullable MessageViewModel answer;

    /**
     * @param changed called when there is something new to keep
     */
    ColumnViewModel(Work work, Caller caller, String who, Runnable changed) {
        this.work = work;
        this.caller = caller;
        this.who = who;
        this.changed = changed;
    }

    StringProperty endpoint() {
        return endpoint;
    }

    ObjectProperty<ColumnKind> kind() {
        return kind;
    }

    ObservableList<MessageViewModel> messages() {
        return messages;
    }

    ReadOnlyBooleanProperty running() {
        return running.getReadOnlyProperty();
    }

    /** The last call with everything that went over the wire. */
    ReadOnlyObjectProperty<Optional<Exchange.Done>> last() {
        return last.getReadOnlyProperty();
    }

    /** Whether the prompt that goes to all columns is for this one. */
    boolean talks() {
        return switch (kind.get()) {
            case ColumnKind.Chat _, ColumnKind.Completion _ -> true;
            case ColumnKind.Table _, ColumnKind.Json _ -> false;
        };
    }

    /** Whether a prompt would be sent somewhere. */
    boolean listens() {
        return talks() && !endpoint.get().isEmpty();
    }

    void send(String prompt, Parameters parameters) {
        if (running.get() || endpoint.get().isEmpty()) {
            return;
        }
        messages.add(new MessageViewModel("user", prompt));
        answer(parameters);
    }

    /** Throws the last answer away and asks for another. */
    void regenerate(Parameters parameters) {
        if (running.get()) {
            return;
        }
        if (!messages.isEmpty() && !messages.getLast().question()) {
            messages.removeLast();
        }
        if (!messages.isEmpty()) {
            answer(parameters);
        }
    }

    /** Takes the last question and its answer back, and says what it was. */
    Optional<String> takeBack() {
        if (running.get() || messages.isEmpty()) {
            return Optional.empty();
        }
        int at = messages.size() - 1;
        while (at > 0 && !messages.get(at).question()) {
            at--;
        }
        String text = messages.get(at).text().get();
        messages.remove(at, messages.size());
        changed.run();
        return Optional.of(text);
    }

    void stop() {
        if (handle != null && running.get()) {
            handle.cancel();
            end("Stopped.");
        }
    }

    /** The body that the next turn would send, for the code to copy. */
    String request(Parameters parameters, String draft) {
        List<RequestJson.Message> history = history();
        if (!draft.isBlank() || history.isEmpty()) {
            history.add(new RequestJson.Message("user", draft.isBlank() ? "Hello" : draft));
        }
        return body(parameters, history);
    }

    /** Dialect of the column's conversation. */
    String dialect() {
        return kind.get() instanceof ColumnKind.Completion ? "openai-completions" : "openai-chat";
    }

    /** Sends a body of another dialect, for forms and the editor. */
    void post(String dialect, String body) {
        if (running.get()) {
            return;
        }
        run(new DialectCalls.Call("playground", dialect, who, endpoint.get(), body), piece -> {});
    }

    private void answer(Parameters parameters) {
        MessageViewModel growing = new MessageViewModel("assistant", "");
        String body = body(parameters, history());
        growing.writing().set(true);
        messages.add(growing);
        answer = growing;
        StreamedText streamed =
                new StreamedText(
                        work::deliver,
                        text -> {
                            if (growing.writing().get()) {
                                growing.text().set(text);
                            }
                        });
        run(
                new DialectCalls.Call("playground", dialect(), who, endpoint.get(), body),
                streamed::append);
    }

    private void run(DialectCalls.Call call, Consumer<String> onText) {
        running.set(true);
        handle = work.run(() -> Exchange.run(caller, call, onText), this::done, this::failed);
    }

    private void done(Exchange.Done done) {
        last.set(Optional.of(done));
        if (answer != null) {
            if (!done.failed()) {
                answer.text().set(done.text());
                answer.facts().set(Optional.of(done.facts()));
            }
        }
        end(done.failed() ? Exchange.problem(done.outcome()) : "");
    }

    private void failed(Problem problem) {
        end(problem.message());
    }

    private void end(String problem) {
        if (answer != null) {
            answer.writing().set(false);
            answer.problem().set(problem);
            answer = null;
        }
        running.set(false);
        changed.run();
    }

    private List<RequestJson.Message> history() {
        List<RequestJson.Message> history = new ArrayList<>();
        for (MessageViewModel message : messages) {
            if (message.question() || !message.text().get().isEmpty()) {
                history.add(new RequestJson.Message(message.role(), message.text().get()));
            }
        }
        return history;
    }

    private String body(Parameters parameters, List<RequestJson.Message> history) {
        return kind.get() instanceof ColumnKind.Completion
                ? RequestJson.completion(endpoint.get(), history.getLast().content(), parameters)
                : RequestJson.chat(endpoint.get(), history, parameters);
    }
}
