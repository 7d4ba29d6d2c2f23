package dev.modeldeck.app.shell;

import dev.modeldeck.app.fx.Appearance;
import dev.modeldeck.app.fx.Texts;
import dev.modeldeck.ui.UiResources;

import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.image.Image;
import javafx.scene.image.ImageView;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import org.kordamp.ikonli.javafx.FontIcon;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The tabs at the left, the way into the palette, and the switch between light and dark. */
final class RailView extends VBox {

    private static final double LOGO = 28;
    private static final double PADDING = 24;

    private final Texts texts = Texts.of("shell");
    private final Map<String, ToggleButton> buttons = new LinkedHashMap<>();
    private final ToggleGroup group = new ToggleGroup();

    RailView(
            List<TabSpec> tabs, Consumer<String> onTab, Runnable onPalette, Appearance appearance) {
        getStyleClass().add("rail");
        getChildren().add(brand());
        for (int i = 0; i < tabs.size(); i++) {
            getChildren().add(tab(tabs.get(i), i + 1, onTab));
        }
        Region space = new Region();
        VBox.setVgrow(space, Priority.ALWAYS);
        getChildren().addAll(space, search(onPalette), look(appearance));
    }

    void select(String tab) {
        ToggleButton button = buttons.get(tab);
        if (button != null) {
            group.selectToggle(button);
        }
    }

    private HBox brand() {
        ImageView logo =
                new ImageView(
                        new Image(
                                UiResources.windowIcons().getLast().toExternalForm(),
                                2 * LOGO,
                                2 * LOGO,
                                true,
                                true));
        logo.setFitWidth(LOGO);
        logo.setFitHeight(LOGO);
        logo.setSmooth(true);
        Label name = new Label(texts.get("app.name"));
        name.getStyleClass().add("brand-name");
        HBox brand = new HBox(logo, name);
        brand.getStyleClass().addAll("row-8", "brand");
        return brand;
    }

    private ToggleButton tab(TabSpec tab, int number, Consumer<String> onTab) {
        ToggleButton button = new ToggleButton(tab.title(), new FontIcon(tab.icon()));
        button.setId("tab-" + tab.id());
        button.getStyleClass().add("rail-item");
        button.setMaxWidth(Double.MAX_VALUE);
        button.setToggleGroup(group);
        button.setTooltip(new Tooltip(texts.get("rail.hint", tab.title(), number)));
        button.setOnAction(event -> onTab.accept(tab.id()));
        buttons.put(tab.id(), button);
        return button;
    }

    private Button search(Runnable onPalette) {
        Button button = item("fth-command", texts.get("rail.palette"));
        button.setId("open-palette");
        Label keys = new Label(texts.get("rail.palette.keys"));
        keys.getStyleClass().add("keys");
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        button.setTooltip(new Tooltip(texts.get("palette.prompt")));
        HBox graphic = new HBox(button.getGraphic(), new Label(button.getText()), space, keys);
        graphic.getStyleClass().add("keyed");
        button.setText(null);
        button.setAccessibleText(texts.get("rail.palette"));
        button.setGraphic(graphic);
        graphic.prefWidthProperty().bind(button.widthProperty().subtract(PADDING));
        button.setOnAction(event -> onPalette.run());
        return button;
    }

    private Button look(Appearance appearance) {
        Button button = item("fth-moon", "");
        button.setId("toggle-look");
        appearance
                .lookProperty()
                .subscribe(look -> {
                    button.setText(texts.get(look.dark() ? "rail.light" : "rail.dark"));
                    button.setGraphic(new FontIcon(look.dark() ? "fth-sun" : "fth-moon"));
                });
        button.setOnAction(event -> appearance.toggle());
        return button;
    }

    private static Button item(String icon, String text) {
        Button button = new Button(text, new FontIcon(icon));
        button.getStyleClass().addAll("flat", "rail-item", "quiet");
        button.setMaxWidth(Double.MAX_VALUE);
        return button;
    }
}
