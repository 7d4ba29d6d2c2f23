package dev.modeldeck.app.endpoints;

import dev.modeldeck.app.fx.Texts;
import dev.modeldeck.app.shell.Destination;
import dev.modeldeck.app.shell.Navigator;

import javafx.scene.control.Menu;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.SplitMenuButton;

import org.kordamp.ikonli.javafx.FontIcon;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Creates an endpoint here; its menu has what can be created on connected servers as well. */
final class CreateButton extends SplitMenuButton {

    private static final int MOST = 30;

    private final Texts texts = Texts.of("endpoints");
    private final Runnable here;
    private final Supplier<List<CreateChoice>> elsewhere;
    private final Navigator navigator;

    /**
     * @param elsewhere asked each time the menu opens
     */
    CreateButton(Runnable here, Supplier<List<CreateChoice>> elsewhere, Navigator navigator) {
        this.here = here;
        this.elsewhere = elsewhere;
        this.navigator = navigator;
        setId("create");
        setText(texts.get("create"));
        setGraphic(new FontIcon("fth-plus"));
        getStyleClass().add("accent");
        setOnAction(event -> here.run());
        setOnShowing(event -> fill());
    }

    private void fill() {
        List<CreateChoice> choices = elsewhere.get();
        getItems().setAll(item(texts.get("create.here"), here), new SeparatorMenuItem());
        if (choices.isEmpty()) {
            getItems()
                    .add(
                            item(
                                    texts.get("create.connect"),
                                    () -> navigator.go(new Destination.AddServer())));
            return;
        }
        getItems().addAll(choices.size() <= MOST ? items(choices) : groups(choices));
    }

    /** A menu of hundreds would take its time to open, and nobody finds anything in it. */
    private List<Menu> groups(List<CreateChoice> choices) {
        List<Menu> groups = new ArrayList<>();
        for (int from = 0; from < choices.size(); from += MOST) {
            List<CreateChoice> group = choices.subList(from, Math.min(from + MOST, choices.size()));
            Menu menu =
                    new Menu(
                            texts.get(
                                    "create.group",
                                    group.getFirst().connection(),
                                    group.getLast().connection()));
            menu.setMnemonicParsing(false);
            menu.getItems().addAll(items(group));
            groups.add(menu);
        }
        return groups;
    }

    private List<MenuItem> items(List<CreateChoice> choices) {
        return choices.stream()
                .map(choice ->
                        item(
                                texts.get(
                                        "create.elsewhere",
                                        choice.connection(),
                                        choice.action().label()),
                                () -> navigator.go(choice.leads())))
                .toList();
    }

    private static MenuItem item(String words, Runnable action) {
        MenuItem item = new MenuItem(words);
        item.setMnemonicParsing(false); // a name may have an underscore
        item.setOnAction(event -> action.run());
        return item;
    }
}
