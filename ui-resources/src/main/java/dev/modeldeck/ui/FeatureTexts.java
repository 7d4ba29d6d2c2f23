package dev.modeldeck.ui;

import org.jspecify.annotations.Nullable;

import java.util.Collections;
import java.util.Enumeration;
import java.util.ResourceBundle;
import java.util.TreeSet;

/** The texts of one feature, and behind them those that every feature shares. */
final class FeatureTexts extends ResourceBundle {

    private final ResourceBundle own;

    FeatureTexts(ResourceBundle own, ResourceBundle shared) {
        this.own = own;
        setParent(shared);
    }

    @Override
    protected @Nullable Object handleGetObject(String key) {
        return own.containsKey(key) ? own.getObject(key) : null;
    }

    @Override
    public Enumeration<String> getKeys() {
        TreeSet<String> keys = new TreeSet<>(own.keySet());
        keys.addAll(parent.keySet());
        return Collections.enumeration(keys);
    }
}
