package dev.modeldeck.app.models;

import dev.modeldeck.app.fx.Texts;
import dev.modeldeck.app.fx.Views;

import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.Tab;
import javafx.scene.control.TabPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

import org.kordamp.ikonli.javafx.FontIcon;

/** What the pages of a model and of a version have in common: crumbs, title, side, tabs. */
final class PageFrame {

    private final Texts texts = Texts.of("models");
    private final Views.Parts parts = Views.parts("models/page.fxml");

    Parent root() {
        return parts.root();
    }

    Label title() {
        return parts.get("title", Label.class);
    }

    HBox titleChips() {
        return parts.get("titleChips", HBox.class);
    }

    void side(Node... nodes) {
        parts.get("side", VBox.class).getChildren().setAll(nodes);
    }

    Tab tab(String text, Node content) {
        Tab tab = new Tab(texts.get(text), content);
        parts.get("tabs", TabPane.class).getTabs().add(tab);
        return tab;
    }

    /** A step on the way here, that leads back. */
    Hyperlink crumb(String text, Runnable back) {
        Hyperlink link = new Hyperlink(text);
        link.setOnAction(event -> back.run());
        HBox crumbs = parts.get("crumbs", HBox.class);
        if (!crumbs.getChildren().isEmpty()) {
            crumbs.getChildren().add(new FontIcon("fth-chevron-right"));
        }
        crumbs.getChildren().add(link);
        return link;
    }

    void action(Button button) {
        parts.get("actions", HBox.class).getChildren().add(button);
    }

    /** The menu for what is rarely done. */
    void more(MenuItem... items) {
        MenuButton menu = new MenuButton(null, new FontIcon("fth-more-horizontal"), items);
        menu.getStyleClass().addAll("button-icon", "no-arrow");
        menu.setAccessibleText(texts.get("more"));
        parts.get("actions", HBox.class).getChildren().add(menu);
    }

    static MenuItem item(String text, String icon, Runnable action) {
        MenuItem item = new MenuItem(text, new FontIcon(icon));
        item.setOnAction(event -> action.run());
        return item;
    }
}
