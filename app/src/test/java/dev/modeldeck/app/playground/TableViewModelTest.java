package dev.modeldeck.app.playground;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldeck.engine.registry.Inspection;
import dev.modeldeck.engine.registry.Signature;

import org.junit.jupiter.api.Test;

import java.util.List;

class TableViewModelTest {

    static ColumnKind.Table kind() {
        List<Signature.Column> columns =
                List.of(
                        new Signature.Column("prompt_tokens", "double", true),
                        new Signature.Column("gpu", "boolean", true),
                        new Signature.Column("note", "string", false));
        Inspection inspection =
                new Inspection(
                        "mlflow",
                        "MLflow",
                        Inspection.Task.TENSORS,
                        "",
                        10,
                        "f32",
                        0,
                        new Signature(List.copyOf(columns), List.of(), null),
                        "{\"dataframe_split\":{\"columns\":[\"gpu\",\"prompt_tokens\"],"
                                + "\"data\":[[true,512.0],[false,9.5]]}}",
                        null,
                        "data/model.pth",
                        null,
                        null);
        return new ColumnKind.Table(inspection, columns);
    }

    private final TableViewModel model = new TableViewModel(kind(), "risk");

    @Test
    void the_input_example_fills_the_rows_by_column_name() {
        assertThat(model.rows()).hasSize(2);
        assertThat(model.rows().getFirst().get(0).get()).isEqualTo("512.0");
        assertThat(model.rows().getFirst().get(1).get()).isEqualTo("true");
        assertThat(model.rows().getFirst().get(2).get()).isEmpty();
    }

    @Test
    void cells_are_sent_with_the_type_of_their_column() {
        assertThat(model.body().replaceAll("\\s", ""))
                .contains("\"data\":[[512.0,true,null],[9.5,false,null]]");
    }

    @Test
    void a_wrong_cell_is_named_by_row_and_column() {
        model.rows().getLast().getFirst().set("many");
        assertThat(model.complaint()).contains("Row 2: prompt_tokens takes double, not \"many\".");
        model.rows().getLast().getFirst().set("");
        assertThat(model.complaint()).contains("Row 2: prompt_tokens needs a value.");
    }

    @Test
    void predictions_of_any_shape_become_cells() {
        assertThat(TableViewModel.predictions("{\"predictions\":[{\"a\":0.5},[1,2],\"x\"]}"))
                .containsExactly(List.of("a: 0.5000"), List.of("1", "2"), List.of("x"));
    }
}
