package dev.modeldeck.engine.local.text.constraint;

import dev.modeldeck.engine.local.text.constraint.grammar.Element;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * All tokens of a vocabulary as a tree of their bytes, laid out in the order in which it is walked:
 * a node's first child follows it, and its next sibling stands where its branch ends.
 *
 * <p>Special tokens stand for no text: they are spelled so that only {@link Element#special}
 * reaches them.
 */
final class TokenTrie {

    private static final byte NO_UTF8 = (byte) 0xFF;

    final int vocabulary;
    final int longest;
    final byte[] octets;
    final short[] depths;
    final int[] ends;

    /** The first token that ends at each node; -1 where none does. */
    final int[] firstToken;

    /** For each token the next of the same bytes; -1 for the last. */
    final int[] sameToken;

    private final byte[] @Nullable [] spellings;

    /** Takes a while for a hundred thousand tokens: make one for each vocabulary. */
    TokenTrie(Tokens tokens) {
        vocabulary = tokens.count();
        spellings = new byte[vocabulary][];
        List<Integer> ordered = new ArrayList<>();
        int nodes = 1;
        int most = 0;
        for (int id = 0; id < vocabulary; id++) {
            byte[] spelling = tokens.special(id) ? Element.spelled(id) : tokens.bytes(id);
            if (spelling.length > 0 && (tokens.special(id) || text(spelling))) {
                spellings[id] = spelling;
                ordered.add(id);
                nodes += spelling.length;
                most = Math.max(most, spelling.length);
            }
        }
        ordered.sort(Comparator.comparing(id -> spellings[id], Arrays::compareUnsigned));
        longest = most;
        sameToken = new int[vocabulary];
        Building building = new Building(nodes);
        ordered.forEach(building::add);
        building.end(0);
        octets = Arrays.copyOf(building.octets, building.count);
        depths = Arrays.copyOf(building.depths, building.count);
        ends = Arrays.copyOf(building.ends, building.count);
        firstToken = Arrays.copyOf(building.first, building.count);
    }

    private static boolean text(byte[] spelling) {
        for (byte octet : spelling) {
            if (octet == NO_UTF8) {
                return false;
            }
        }
        return true;
    }

    /** Empty for a token that can be in no text. */
    byte[] spelling(int token) {
        byte[] spelling = token < vocabulary ? spellings[token] : null;
        return spelling == null ? new byte[0] : spelling;
    }

    /** The longest token with which a text begins; -1 where none does. */
    int longestIn(byte[] text) {
        int node = 0;
        int found = -1;
        for (byte octet : text) {
            node = child(node, octet);
            if (node < 0) {
                return found;
            }
            found = firstToken[node] >= 0 ? firstToken[node] : found;
        }
        return found;
    }

    private int child(int node, byte octet) {
        for (int child = node + 1; child < ends[node]; child = ends[child]) {
            if (octets[child] == octet) {
                return child;
            }
        }
        return -1;
    }

    /** Adds tokens in the order of their bytes. */
    private final class Building {
        private final byte[] octets;
        private final short[] depths;
        private final int[] ends;
        private final int[] first;
        private int count = 1;
        private byte[] last = new byte[0];
        private int[] path;

        Building(int nodes) {
            octets = new byte[nodes];
            depths = new short[nodes];
            ends = new int[nodes];
            first = new int[nodes];
            path = new int[longest + 1];
            Arrays.fill(first, -1);
        }

        void add(int token) {
            byte[] spelling = spelling(token);
            int shared = Arrays.mismatch(last, spelling);
            // Equal ones share everything; else the last may be the beginning of this one.
            end((shared < 0 ? spelling.length : shared) + 1);
            for (int depth = shared < 0 ? spelling.length : shared;
                    depth < spelling.length;
                    depth++) {
                octets[count] = spelling[depth];
                depths[count] = (short) (depth + 1);
                path[depth + 1] = count++;
            }
            int node = path[spelling.length];
            sameToken[token] = first[node];
            first[node] = token;
            last = spelling;
        }

        /** The branches from this depth on have ended. */
        void end(int depth) {
            for (int i = last.length; i >= depth; i--) {
                ends[path[i]] = count;
            }
        }
    }
}
