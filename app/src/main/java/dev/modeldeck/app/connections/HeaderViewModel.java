package dev.modeldeck.app.connections;

import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

/** A header of one's own, whose value is treated as a secret. */
record HeaderViewModel(StringProperty name, SecretViewModel value) {

    HeaderViewModel(SecretViewModel value) {
        this(new SimpleStringProperty(""), value);
    }

    boolean blank() {
        return name.get().isBlank() && value.value().isEmpty();
    }
}
