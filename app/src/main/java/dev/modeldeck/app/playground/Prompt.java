package dev.modeldeck.app.playground;

import java.util.List;

/** What is asked: words, pictures, or both. */
record Prompt(String text, List<Picture> pictures) {

    Prompt {
        text = text.strip();
        pictures = List.copyOf(pictures);
    }

    boolean isEmpty() {
        return text.isEmpty() && pictures.isEmpty();
    }
}
