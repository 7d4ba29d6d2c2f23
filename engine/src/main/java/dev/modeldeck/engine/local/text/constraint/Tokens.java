package dev.modeldeck.engine.local.text.constraint;

/** What a vocabulary tells of its tokens, which are numbered from 0. */
public interface Tokens {

    int count();

    /** Whether it stands for something else than text. */
    boolean special(int token);

    /** The bytes of a token that is text; empty where there is no such token. */
    byte[] bytes(int token);
}
