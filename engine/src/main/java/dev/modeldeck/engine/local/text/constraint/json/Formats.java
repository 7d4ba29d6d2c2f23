package dev.modeldeck.engine.local.text.constraint.json;

import java.util.Map;
import java.util.Optional;

/** Formats of strings, as regular expressions that hold only what the format has. */
final class Formats {

    private static final String YEAR = "[0-9]{4}";
    private static final String LEAP_YEAR =
            "(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)";
    private static final String DATE =
            "(?:"
                    + (YEAR + "-(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])")
                    + ("|" + YEAR + "-(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)")
                    + ("|" + YEAR + "-02-(?:0[1-9]|1[0-9]|2[0-8])")
                    + ("|" + LEAP_YEAR + "-02-29)");
    private static final String CLOCK = "(?:[01][0-9]|2[0-3]):[0-5][0-9]";
    private static final String TIME =
            CLOCK + ":[0-5][0-9](?:\\.[0-9]{1,9})?(?:Z|[+-]" + CLOCK + ")";
    private static final String OCTET = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
    private static final String IPV4 = OCTET + "(?:\\." + OCTET + "){3}";
    private static final String LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,30}[A-Za-z0-9])?";
    private static final String HOST = LABEL + "(?:\\." + LABEL + "){0,3}";
    private static final String DOMAIN = LABEL + "(?:\\." + LABEL + "){0,2}\\.[A-Za-z]{2,8}";
    private static final String MAILBOX = "[A-Za-z0-9_+-]{1,20}(?:\\.[A-Za-z0-9_+-]{1,20}){0,2}";
    private static final String PATH_LETTER = "(?:[A-Za-z0-9._~!$&'()*+,;=:@-]|%[0-9A-Fa-f]{2})";
    private static final String REST =
            "(?:/"
                    + PATH_LETTER
                    + "*)*(?:\\?(?:"
                    + PATH_LETTER
                    + "|[/?])*)?(?:#(?:"
                    + PATH_LETTER
                    + "|[/?])*)?";
    private static final String URI =
            "[A-Za-z][A-Za-z0-9+.-]{0,15}:(?://"
                    + HOST
                    + "(?::[0-9]{1,5})?"
                    + REST
                    + "|"
                    + PATH_LETTER
                    + "+"
                    + REST
                    + ")";

    private static final Map<String, String> ALL =
            Map.ofEntries(
                    Map.entry("date", DATE),
                    Map.entry("time", TIME),
                    Map.entry("date-time", DATE + "T" + TIME),
                    Map.entry("duration", duration()),
                    Map.entry("email", MAILBOX + "@" + DOMAIN),
                    Map.entry("hostname", HOST),
                    Map.entry("ipv4", IPV4),
                    Map.entry("ipv6", ipv6()),
                    Map.entry("uri", URI),
                    Map.entry("uri-reference", URI + "|/" + PATH_LETTER + "*" + REST),
                    Map.entry("uuid", "[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}"),
                    Map.entry(
                            "json-pointer",
                            "(?:/(?:[^~/\\x00-\\x1F\\x85\\u2028\\u2029]|~[01])*)*"));

    private Formats() {}

    /** A regular expression for whole strings; empty for a format that is not known here. */
    static Optional<String> pattern(String name) {
        return Optional.ofNullable(ALL.get(name));
    }

    private static String duration() {
        String time =
                "T(?:[0-9]{1,4}H(?:[0-9]{1,4}M)?(?:[0-9]{1,4}S)?"
                        + "|[0-9]{1,4}M(?:[0-9]{1,4}S)?|[0-9]{1,4}S)";
        String days = "[0-9]{1,4}D";
        String months = "[0-9]{1,4}M(?:" + days + ")?";
        String date = "(?:[0-9]{1,4}Y(?:" + months + ")?|" + months + "|" + days + ")";
        return "P(?:" + date + "(?:" + time + ")?|" + time + "|[0-9]{1,4}W)";
    }

    /** Eight groups; once, any number of groups of zeros may be left out. */
    private static String ipv6() {
        String group = "[0-9A-Fa-f]{1,4}";
        StringBuilder all = new StringBuilder("(?:" + group + ":){7}" + group);
        for (int before = 0; before <= 6; before++) {
            String head = before == 0 ? "" : "(?:" + group + ":){" + (before - 1) + "}" + group;
            int most = 6 - before;
            String tail =
                    most == 0
                            ? "(?:" + group + ")?"
                            : "(?:" + group + "(?::" + group + "){0," + most + "})?";
            all.append("|").append(head).append("::").append(tail);
        }
        return all.toString();
    }
}
