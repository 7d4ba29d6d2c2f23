package dev.modeldeck.engine.inference;

/** A piece of what a message says or shows. */
public sealed interface MessagePart {

    record Text(String text) implements MessagePart {}

    /**
     * A picture.
     *
     * @param detail how closely it is to be looked at, in OpenAI's words; empty where not said
     */
    record Picture(Source source, String detail) implements MessagePart {

        public Picture(Source source) {
            this(source, "");
        }

        /** Whether it asks for more than what servers do by themselves. */
        public boolean asksForDetail() {
            return !detail.isEmpty() && !detail.equals("auto");
        }
    }

    /** Where a picture is. */
    sealed interface Source {

        /** In the web; only the server that answers ever fetches it. */
        record Address(String url) implements Source {}

        /**
         * Here. The bytes stay in base64, as all protocols have them.
         *
         * @param mediaType {@code image/png} and the like
         */
        record Enclosed(String mediaType, String base64) implements Source {

            @Override
            public String toString() {
                return "Enclosed[%s, %d characters]".formatted(mediaType, base64.length());
            }
        }
    }
}
