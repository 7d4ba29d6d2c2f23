package dev.modeldeck.app;

import java.util.List;

/** Where the program begins. */
public final class Launcher {
    private Launcher() {}

    public static void main(String[] args) {
        System.out.println("Modeldeck " + List.of(args));
    }
}
