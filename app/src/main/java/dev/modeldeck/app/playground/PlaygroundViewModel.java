package dev.modeldeck.app.playground;

import dev.modeldeck.app.fx.Texts;
import dev.modeldeck.app.fx.Work;
import dev.modeldeck.engine.endpoints.Endpoint;

import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Conversations, and the columns of the one in front. Closing keeps what is being written. */
final class PlaygroundViewModel implements AutoCloseable {

    static final int MOST_COLUMNS = 4;
    private static final int TITLE_LENGTH = 48;

    private final Texts texts = Texts.of("playground");
    private final Work work;
    private final ConversationStore store;
    private final Asking asking;
    private final DraftPictures pictures;
    private final Function<Endpoint, ColumnKind> kinds;

    private final ObservableList<Conversation> conversations = FXCollections.observableArrayList();
    private final ObservableList<ColumnViewModel> columns = FXCollections.observableArrayList();
    private final ObservableList<Endpoint> endpoints = FXCollections.observableArrayList();
    private final ObjectProperty<Parameters> parameters =
            new SimpleObjectProperty<>(Parameters.defaults());
    private final StringProperty prompt = new SimpleStringProperty("");
    private final StringProperty search = new SimpleStringProperty("");
    private final ReadOnlyBooleanWrapper running = new ReadOnlyBooleanWrapper();

    private String id = UUID.randomUUID().toString();
    private String title = "";
    private List<Conversation> kept = List.of();

    PlaygroundViewModel(
            Work work,
            Caller caller,
            ConversationStore store,
            String who,
            Function<Endpoint, ColumnKind> kinds) {
        this.work = work;
        this.store = store;
        this.asking = new Asking(caller, who, store.pictures());
        this.pictures = new DraftPictures(work, store.pictures());
        this.kinds = kinds;
        search.subscribe(this::filter);
        work.run(store::all, this::loaded, problem -> {});
    }

    /** Kept ones that pass the search, newest first. */
    ObservableList<Conversation> conversations() {
        return conversations;
    }

    ObservableList<ColumnViewModel> columns() {
        return columns;
    }

    ObservableList<Endpoint> endpoints() {
        return endpoints;
    }

    ObjectProperty<Parameters> parameters() {
        return parameters;
    }

    StringProperty prompt() {
        return prompt;
    }

    /** What goes with the prompt. */
    DraftPictures pictures() {
        return pictures;
    }

    /** What would be sent. */
    Prompt draft() {
        return new Prompt(prompt.get(), pictures.all());
    }

    StringProperty search() {
        return search;
    }

    /** Whether any column's answer is being written. */
    ReadOnlyBooleanProperty running() {
        return running.getReadOnlyProperty();
    }

    /** Id of the conversation in front. */
    String id() {
        return id;
    }

    /** Whether the prompt box is of use: some column holds a conversation. */
    boolean talks() {
        return columns.isEmpty() || columns.stream().anyMatch(ColumnViewModel::talks);
    }

    void offer(List<Endpoint> all) {
        endpoints.setAll(all);
        if (columns.isEmpty()) {
            addColumn();
        }
        for (ColumnViewModel column : columns) {
            if (column.endpoint().get().isEmpty() && !all.isEmpty()) {
                column.endpoint().set(preferred(all));
            }
            classify(column);
        }
    }

    Optional<Endpoint> find(String name) {
        return endpoints.stream().filter(e -> e.name().value().equals(name)).findFirst();
    }

    /** A further column, with an endpoint that no other has where there is one. */
    ColumnViewModel addColumn() {
        ColumnViewModel column = new ColumnViewModel(work, asking, this::changed);
        String free =
                endpoints.stream()
                        .map(e -> e.name().value())
                        .filter(n -> columns.stream().noneMatch(c -> c.endpoint().get().equals(n)))
                        .findFirst()
                        .orElse(endpoints.isEmpty() ? "" : preferred(endpoints));
        column.endpoint()
                .set(columns.isEmpty() && !endpoints.isEmpty() ? preferred(endpoints) : free);
        column.endpoint().subscribe(() -> classify(column));
        classify(column);
        columns.add(column);
        watch();
        return column;
    }

    void removeColumn(ColumnViewModel column) {
        column.stop();
        columns.remove(column);
        if (columns.isEmpty()) {
            addColumn();
        }
        watch();
    }

    /** A column with that endpoint in front, unless one has it already. */
    void show(String endpoint) {
        if (columns.stream().noneMatch(c -> c.endpoint().get().equals(endpoint))) {
            if (columns.stream().anyMatch(c -> !c.messages().isEmpty())) {
                startNew();
            }
            ColumnViewModel front = columns.isEmpty() ? addColumn() : columns.getFirst();
            front.endpoint().set(endpoint);
        }
    }

    void send() {
        Prompt asked = draft();
        if (asked.isEmpty()
                || running.get()
                || columns.stream().noneMatch(ColumnViewModel::listens)) {
            return;
        }
        if (title.isEmpty()) {
            String line = asked.text().lines().findFirst().orElse("").strip();
            title = line.length() <= TITLE_LENGTH ? line : line.substring(0, TITLE_LENGTH) + "…";
        }
        prompt.set("");
        pictures.clear();
        columns.stream()
                .filter(ColumnViewModel::talks)
                .forEach(column -> column.send(asked, parameters.get()));
    }

    void stop() {
        columns.forEach(ColumnViewModel::stop);
    }

    @Override
    public void close() {
        stop();
        store.close();
    }

    void regenerate() {
        columns.forEach(column -> column.regenerate(parameters.get()));
    }

    /** Takes the last question back into the prompt, to be changed and sent again. */
    void editLast() {
        columns.stream().map(ColumnViewModel::takeBack).flatMap(Optional::stream).toList().stream()
                .findFirst()
                .ifPresent(question -> {
                    prompt.set(question.text());
                    pictures.set(question.pictures());
                });
    }

    void startNew() {
        stop();
        id = UUID.randomUUID().toString();
        title = "";
        prompt.set("");
        pictures.clear();
        columns.forEach(column -> column.messages().clear());
    }

    /** Puts it in front; the one that is there already stays as it is, and so does its answer. */
    void open(Conversation conversation) {
        if (conversation.id().equals(id)) {
            return;
        }
        startNew();
        id = conversation.id();
        title = conversation.title();
        parameters.set(conversation.parameters());
        columns.clear();
        for (Conversation.Column kept : conversation.columns()) {
            ColumnViewModel column = addColumn();
            column.endpoint().set(kept.endpoint());
            kept.turns().forEach(turn -> column.messages().add(MessageViewModel.of(turn)));
        }
        if (columns.isEmpty()) {
            addColumn();
        }
    }

    void rename(Conversation conversation, String newTitle) {
        if (conversation.id().equals(id)) {
            title = newTitle;
        }
        keep(
                new Conversation(
                        conversation.id(),
                        newTitle,
                        conversation.updatedAt(),
                        conversation.parameters(),
                        conversation.columns()));
    }

    /** An answer under way is stopped and kept before it goes with its conversation. */
    void delete(Conversation conversation) {
        if (conversation.id().equals(id)) {
            startNew();
        }
        kept = kept.stream().filter(c -> !c.id().equals(conversation.id())).toList();
        Set<String> alone = new HashSet<>(conversation.pictures());
        kept.forEach(other -> alone.removeAll(other.pictures()));
        pictures.all().forEach(picture -> alone.remove(picture.file()));
        columns.forEach(column -> alone.removeAll(column(column).pictures()));
        store.delete(conversation.id(), alone);
        filter();
    }

    private void changed() {
        if (columns.stream().allMatch(c -> c.messages().isEmpty())) {
            return;
        }
        keep(
                new Conversation(
                        id,
                        title.isEmpty() ? texts.get("untitled") : title,
                        Instant.now(),
                        parameters.get(),
                        columns.stream().map(PlaygroundViewModel::column).toList()));
    }

    private static Conversation.Column column(ColumnViewModel column) {
        return new Conversation.Column(
                column.endpoint().get(),
                column.messages().stream().map(MessageViewModel::turn).toList());
    }

    private void keep(Conversation conversation) {
        store.save(conversation);
        List<Conversation> all = new ArrayList<>(kept);
        all.removeIf(c -> c.id().equals(conversation.id()));
        all.addFirst(conversation);
        kept = List.copyOf(all);
        filter();
    }

    private void loaded(List<Conversation> all) {
        kept = all;
        store.deletePicturesBut(
                all.stream().flatMap(c -> c.pictures().stream()).collect(Collectors.toSet()));
        filter();
    }

    private void filter() {
        String wanted = search.get().strip().toLowerCase(Locale.ROOT);
        conversations.setAll(
                kept.stream()
                        .filter(c -> c.title().toLowerCase(Locale.ROOT).contains(wanted))
                        .toList());
    }

    private void classify(ColumnViewModel column) {
        find(column.endpoint().get()).map(kinds).ifPresent(column.kind()::set);
    }

    /** The first that answers, else the first. */
    private static String preferred(List<Endpoint> all) {
        return all.stream()
                .filter(e -> e.state().ready())
                .findFirst()
                .orElse(all.getFirst())
                .name()
                .value();
    }

    private void watch() {
        running.unbind();
        ReadOnlyBooleanProperty[] each =
                columns.stream()
                        .map(ColumnViewModel::running)
                        .toArray(ReadOnlyBooleanProperty[]::new);
        BooleanBinding any =
                Bindings.createBooleanBinding(
                        () -> List.of(each).stream().anyMatch(ReadOnlyBooleanProperty::get), each);
        running.bind(any);
    }
}
