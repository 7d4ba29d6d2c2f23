package dev.modeldeck.engine.starter;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** GPT-2's printable letter for each of the 256 bytes. */
final class ByteLetters {

    private static final String[] LETTERS = letters();

    private ByteLetters() {}

    /** All letters in the order of the bytes. */
    static List<String> all() {
        return List.of(LETTERS);
    }

    static List<String> of(String text) {
        List<String> letters = new ArrayList<>();
        for (byte value : text.getBytes(StandardCharsets.UTF_8)) {
            letters.add(LETTERS[value & 0xFF]);
        }
        return letters;
    }

    /** Printable Latin-1 bytes stand for themselves, the others for letters from U+0100 on. */
    private static String[] letters() {
        String[] letters = new String[256];
        int next = 0x100;
        for (int value = 0; value < 256; value++) {
            boolean printable =
                    value >= '!' && value <= '~' || value >= 0xA1 && value <= 0xAC || value >= 0xAE;
            letters[value] = Character.toString(printable ? value : next++);
        }
        return letters;
    }
}
