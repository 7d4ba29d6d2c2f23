package dev.modeldeck.app.playground;

import dev.modeldeck.app.fx.Texts;
import dev.modeldeck.app.fx.Work;
import dev.modeldeck.engine.gateway.DialectCalls;
import dev.modeldeck.engine.gateway.snippet.ExampleRequest;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.registry.Inspection;

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

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** One endpoint's side of a conversation. At most one answer is written at a time. */
final class ColumnViewModel {

    /** A call and the message that its answer becomes; none where a form or the editor asked. */
    private record Asked(DialectCalls.Call call, @Nullable MessageViewModel answer, Shape shape) {}

    private final Texts texts = Texts.of("playground");
    private final Work work;
    private final Asking asking;
    private final Runnable changed;
    private final StringProperty endpoint = new SimpleStringProperty("");
    private final ObjectProperty<ColumnKind> kind =
            new SimpleObjectProperty<>(new ColumnKind.Chat());
    private final ObservableList<MessageViewModel> messages = FXCollections.observableArrayList();
    private final ReadOnlyBooleanWrapper running = new ReadOnlyBooleanWrapper();
    private final ReadOnlyObjectWrapper<Optional<Exchange.Done>> last =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<Optional<Pace>> pace =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private Work.Handle handle = () -> {};
    private @Nullable Asked latest;

    /**
     * @param changed called when there is something new to keep
     */
    ColumnViewModel(Work work, Asking asking, Runnable changed) {
        this.work = work;
        this.asking = asking;
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

    /** How its last answer came on, or comes; empty before the first. */
    ReadOnlyObjectProperty<Optional<Pace>> pace() {
        return pace.getReadOnlyProperty();
    }

    /** Where a picture of its messages is. */
    Path file(Picture picture) {
        return asking.pictures().path(picture);
    }

    /** Whether the prompt that goes to all columns is for this one. */
    boolean talks() {
        return switch (kind.get()) {
            case ColumnKind.Chat _, ColumnKind.Completion _ -> true;
            case ColumnKind.Table _, ColumnKind.Reading _, ColumnKind.Json _ -> false;
        };
    }

    /** Whether a prompt would be sent somewhere. */
    boolean listens() {
        return talks() && !endpoint.get().isEmpty();
    }

    void send(Prompt prompt, Parameters parameters) {
        if (running.get() || endpoint.get().isEmpty()) {
            return;
        }
        messages.add(new MessageViewModel("user", prompt.text(), prompt.pictures()));
        answer(parameters);
    }

    /** Goes on with what the person answered for the tools that the last answer calls. */
    void goOn(Parameters parameters) {
        if (!running.get() && !messages.isEmpty() && !messages.getLast().calls().isEmpty()) {
            answer(parameters);
        }
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
    Optional<Prompt> takeBack() {
        if (running.get() || messages.isEmpty()) {
            return Optional.empty();
        }
        int at = messages.size() - 1;
        while (at > 0 && !messages.get(at).question()) {
            at--;
        }
        Prompt question = new Prompt(messages.get(at).text().get(), messages.get(at).pictures());
        messages.remove(at, messages.size());
        changed.run();
        return Optional.of(question);
    }

    /** Ends at once with the text there is; the figures follow when the call has ended too. */
    void stop() {
        if (!running.get()) {
            return;
        }
        handle.cancel();
        running.set(false);
        if (latest != null && latest.answer() != null) {
            latest.answer().writing().set(false);
            latest.answer().problem().set(texts.get("answer.stopped"));
        }
        changed.run();
    }

    /** The call to show as code: what the draft would ask, else what was asked, else an example. */
    DialectCalls.Call call(Parameters parameters, Prompt draft) {
        if (talks() && !draft.isEmpty()) {
            List<RequestJson.Message> turn = history();
            turn.addAll(
                    new MessageViewModel("user", draft.text(), draft.pictures())
                            .sent(asking.pictures()));
            return call(dialect(), body(parameters, turn));
        }
        return made().orElseGet(() -> example(parameters));
    }

    /** The last call to this endpoint, unless it belongs to another conversation. */
    private Optional<DialectCalls.Call> made() {
        return Optional.ofNullable(latest)
                .filter(asked -> asked.call().endpoint().equals(endpoint.get()))
                .filter(asked -> !talks() || messages.contains(asked.answer()))
                .map(Asked::call);
    }

    /** Of a conversation from another day, its last question stands for the call. */
    private DialectCalls.Call example(Parameters parameters) {
        return switch (kind.get()) {
            case ColumnKind.Chat _, ColumnKind.Completion _ ->
                    call(dialect(), body(parameters, lastQuestion()));
            case ColumnKind.Table(Inspection inspection, _) -> example(inspection);
            case ColumnKind.Reading(Inspection inspection) -> example(inspection);
            case ColumnKind.Json(Inspection inspection) -> example(inspection);
        };
    }

    private DialectCalls.Call example(Inspection inspection) {
        ExampleRequest request = ExampleRequest.of(endpoint.get(), inspection);
        return call(request.dialect(), request.body());
    }

    private List<RequestJson.Message> lastQuestion() {
        List<RequestJson.Message> asked = history();
        while (!asked.isEmpty() && !asked.getLast().role().equals("user")) {
            asked.removeLast();
        }
        if (asked.isEmpty()) {
            asked.add(new RequestJson.Message("user", texts.get("sample.1")));
        }
        return asked;
    }

    private String dialect() {
        return kind.get() instanceof ColumnKind.Completion ? "openai-completions" : "openai-chat";
    }

    /**
     * Sends a body of another dialect, for forms and the editor.
     *
     * @return whether it was sent; not while another call runs
     */
    boolean post(String dialect, String body) {
        if (running.get()) {
            return false;
        }
        run(new Asked(call(dialect, body), null, Shape.free()), Exchange.Hearing.none());
        return true;
    }

    private void answer(Parameters parameters) {
        MessageViewModel growing = new MessageViewModel("assistant", "");
        String body;
        try {
            body = body(parameters, history());
        } catch (EngineException e) {
            growing.problem().set(e.problem().message());
            messages.add(growing);
            changed.run();
            return;
        }
        Shape shape = parameters.shape().sent();
        growing.check().set(new AnswerCheck(shape.format(), ""));
        growing.writing().set(true);
        messages.add(growing);
        pace.set(Optional.of(Pace.started()));
        run(
                new Asked(call(dialect(), body), growing, shape),
                new Exchange.Hearing(
                        growing(growing, growing.text()), growing(growing, growing.thought())));
    }

    /** Adds pieces to a text of a message as long as it is being written. */
    private Consumer<String> growing(MessageViewModel message, StringProperty text) {
        StreamedText streamed =
                new StreamedText(
                        work::deliver,
                        sofar -> {
                            if (message.writing().get()) {
                                text.set(sofar);
                                pace.set(pace.get().map(Pace::heard));
                            }
                        });
        return streamed::append;
    }

    private DialectCalls.Call call(String dialect, String body) {
        return new DialectCalls.Call("playground", dialect, asking.who(), endpoint.get(), body);
    }

    /** The outcome arrives also when it was stopped: a cancelled handle would keep it back. */
    private void run(Asked asked, Exchange.Hearing hearing) {
        latest = asked;
        running.set(true);
        handle =
                work.run(
                        () -> {
                            Exchange.Done done =
                                    Exchange.run(asking.caller(), asked.call(), hearing);
                            AnswerCheck check = check(asked.shape(), done);
                            work.deliver(() -> ended(asked, done, check));
                        },
                        () -> {},
                        problem ->
                                ended(
                                        asked,
                                        Exchange.Done.of(asked.call(), problem),
                                        AnswerCheck.NONE));
    }

    /** Of what is not whole or calls tools no format can be expected. */
    private static AnswerCheck check(Shape shape, Exchange.Done done) {
        return done.failed() || !done.calls().isEmpty()
                ? new AnswerCheck(shape.format(), "")
                : AnswerCheck.of(shape, done.text());
    }

    private void ended(Asked asked, Exchange.Done done, AnswerCheck check) {
        if (asked == latest) {
            running.set(false);
            last.set(Optional.of(done));
            pace.set(pace.get().map(now -> now.ended(done.facts())));
        }
        if (asked.answer() != null && messages.contains(asked.answer())) {
            asked.answer().check().set(check);
            fill(asked.answer(), done);
            changed.run();
        }
    }

    private static void fill(MessageViewModel answer, Exchange.Done done) {
        if (!done.failed() || !done.text().isEmpty() || !done.thought().isEmpty()) {
            answer.text().set(done.text());
            answer.thought().set(done.thought());
            answer.calls().setAll(done.calls());
            answer.facts().set(Optional.of(done.facts()));
        }
        boolean stopped = !answer.writing().get();
        if (!done.failed()) {
            answer.problem().set("");
        } else if (!stopped) {
            answer.problem().set(done.problem());
        }
        answer.writing().set(false);
    }

    private List<RequestJson.Message> history() {
        return new ArrayList<>(
                messages.stream().flatMap(m -> m.sent(asking.pictures()).stream()).toList());
    }

    private String body(Parameters parameters, List<RequestJson.Message> history) {
        if (kind.get() instanceof ColumnKind.Completion) {
            RequestJson.Message last = history.getLast();
            if (!last.pictures().isEmpty()) {
                throw EngineException.invalid(texts.get("picture.completion"));
            }
            return RequestJson.completion(endpoint.get(), last.content(), parameters);
        }
        return RequestJson.chat(endpoint.get(), history, parameters);
    }
}
