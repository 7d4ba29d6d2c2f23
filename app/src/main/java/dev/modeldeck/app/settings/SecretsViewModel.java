package dev.modeldeck.app.settings;

import dev.modeldeck.app.fx.Texts;
import dev.modeldeck.app.fx.Work;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.kernel.Subscription;
import dev.modeldeck.engine.secrets.SecretRef;

import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

import java.util.List;

/** The person's secrets by name, and the form in which one is set. Values are only ever typed. */
final class SecretsViewModel {

    /** What the form is open for. */
    sealed interface Form {

        record Closed() implements Form {}

        record Adding() implements Form {}

        /** A new value for a secret that there is. */
        record Replacing(SecretRef ref) implements Form {}
    }

    /** What is wrong with what was typed: a sentence for the field, or the empty field for all. */
    record Complaint(String field, String sentence) {
        static final Complaint NONE = new Complaint("", "");
    }

    private final Texts texts = Texts.of("settings");
    private final SecretsDoor door;
    private final Work work;
    private final Subscription following;
    private final ObservableList<SecretRef> secrets = FXCollections.observableArrayList();
    private final ReadOnlyStringWrapper others = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper where = new ReadOnlyStringWrapper("");
    private final ReadOnlyObjectWrapper<Form> form = new ReadOnlyObjectWrapper<>(new Form.Closed());
    private final ReadOnlyObjectWrapper<Complaint> complaint =
            new ReadOnlyObjectWrapper<>(Complaint.NONE);
    private final ReadOnlyBooleanWrapper busy = new ReadOnlyBooleanWrapper();
    private final StringProperty scope = new SimpleStringProperty("");
    private final StringProperty key = new SimpleStringProperty("");
    private final StringProperty value = new SimpleStringProperty("");
    private boolean asked;

    SecretsViewModel(SecretsDoor door, Work work) {
        this.door = door;
        this.work = work;
        this.following = work.follow(door.names(), this::list);
    }

    /** Those that the person has set, in order. */
    ObservableList<SecretRef> secrets() {
        return secrets;
    }

    /** How many others there are, in words; empty for none. */
    ReadOnlyStringProperty othersProperty() {
        return others.getReadOnlyProperty();
    }

    /** Where they are kept; empty until that is known. */
    ReadOnlyStringProperty whereProperty() {
        return where.getReadOnlyProperty();
    }

    ReadOnlyObjectProperty<Form> formProperty() {
        return form.getReadOnlyProperty();
    }

    ReadOnlyObjectProperty<Complaint> complaintProperty() {
        return complaint.getReadOnlyProperty();
    }

    /** Whether the keychain is being waited for. */
    ReadOnlyBooleanProperty busyProperty() {
        return busy.getReadOnlyProperty();
    }

    StringProperty scopeProperty() {
        return scope;
    }

    StringProperty keyProperty() {
        return key;
    }

    StringProperty valueProperty() {
        return value;
    }

    /** Asks where secrets are kept, once: a keychain that is locked asks the person each time. */
    void refresh() {
        if (!asked) {
            asked = true;
            askWhere();
        }
    }

    void add() {
        open(new Form.Adding(), "", "");
    }

    void replace(SecretRef ref) {
        open(new Form.Replacing(ref), ref.scope(), ref.key());
    }

    void cancel() {
        open(new Form.Closed(), "", "");
    }

    /** Keeps what is typed; beside what is wrong stands why. */
    void save() {
        if (busy.get()) {
            return;
        }
        try {
            SecretRef ref = new SecretRef(scope.get().strip(), key.get().strip());
            if (form.get() instanceof Form.Adding) {
                requireFree(ref);
            }
            String typed = value.get().strip();
            run(
                    () -> door.put().accept(ref, typed),
                    () -> {
                        cancel();
                        askWhere(); // it may have been unlocked for this
                    });
        } catch (EngineException e) {
            complain(e.problem());
        }
    }

    void delete(SecretRef ref) {
        if (form.get() instanceof Form.Replacing(var open) && open.equals(ref)) {
            cancel();
        }
        run(() -> door.delete().accept(ref), () -> {});
    }

    void close() {
        following.close();
    }

    private void open(Form wanted, String ofScope, String ofKey) {
        scope.set(ofScope);
        key.set(ofKey);
        value.set("");
        complaint.set(Complaint.NONE);
        form.set(wanted);
    }

    private void requireFree(SecretRef ref) {
        if (ref.own()) {
            throw wrong("scope", texts.get("secrets.own", ref.scope()));
        }
        if (door.names().get().contains(ref)) {
            throw wrong("key", texts.get("secrets.taken"));
        }
    }

    private static EngineException wrong(String field, String sentence) {
        return new EngineException(new Problem.Invalid(sentence, field));
    }

    private void run(Runnable change, Runnable done) {
        complaint.set(Complaint.NONE);
        busy.set(true);
        work.run(
                change,
                () -> {
                    busy.set(false);
                    done.run();
                },
                problem -> {
                    busy.set(false);
                    complain(problem);
                });
    }

    private void complain(Problem problem) {
        String field =
                problem instanceof Problem.Invalid(var _, var named) && named != null ? named : "";
        complaint.set(new Complaint(field, problem.message()));
    }

    private void askWhere() {
        work.run(
                door.where()::get,
                place -> where.set(place.said()),
                problem -> where.set(problem.message()));
    }

    private void list(List<SecretRef> names) {
        secrets.setAll(names.stream().filter(ref -> !ref.own()).toList());
        int kept = names.size() - secrets.size();
        others.set(kept == 0 ? "" : texts.get("secrets.others", kept));
    }
}
