package dev.modeldeck.app.endpoints;

import javafx.beans.property.IntegerProperty;
import javafx.scene.control.Spinner;
import javafx.scene.control.SpinnerValueFactory.IntegerSpinnerValueFactory;

/** Spinners over whole numbers; what is typed counts when the field is left. */
final class WholeNumbers {

    private WholeNumbers() {}

    record Range(int least, int most, int step) {}

    static void bind(Spinner<Integer> spinner, IntegerProperty value, Range range) {
        IntegerSpinnerValueFactory values =
                new IntegerSpinnerValueFactory(
                        range.least(), range.most(), value.get(), range.step());
        spinner.setValueFactory(values);
        values.valueProperty().subscribe(now -> value.set(now == null ? range.least() : now));
        value.subscribe(now -> values.setValue(now.intValue()));
        spinner.focusedProperty()
                .subscribe(focused -> {
                    if (!focused) {
                        commit(spinner, values);
                    }
                });
    }

    private static void commit(Spinner<Integer> spinner, IntegerSpinnerValueFactory values) {
        try {
            values.setValue(Integer.parseInt(spinner.getEditor().getText().strip()));
        } catch (NumberFormatException e) {
            spinner.getEditor().setText(String.valueOf(values.getValue()));
        }
    }
}
