package dev.modeldeck.app.playground;

/**
 * Whether an answer is what was asked for.
 *
 * @param format that was asked for
 * @param complaint what is wrong; empty if nothing
 */
record AnswerCheck(Shape.Format format, String complaint) {

    /** Of an answer of which nothing was asked. */
    static final AnswerCheck NONE = new AnswerCheck(Shape.Format.TEXT, "");

    static AnswerCheck of(Shape shape, String text) {
        return new AnswerCheck(shape.format(), JsonCheck.answer(shape, text).orElse(""));
    }

    boolean structured() {
        return format != Shape.Format.TEXT;
    }

    boolean valid() {
        return complaint.isEmpty();
    }
}
