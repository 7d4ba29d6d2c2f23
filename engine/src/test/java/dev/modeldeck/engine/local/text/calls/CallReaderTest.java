package dev.modeldeck.engine.local.text.calls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldeck.engine.inference.TextChunk.CallPiece;
import dev.modeldeck.engine.inference.ToolCall;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;

class CallReaderTest {

    private static final Set<String> OFFERED = Set.of("tides", "clock");
    private static final String ARGUMENTS =
            "{\"harbour\": \"Büsum {[\\\"🌊\\\"]}\", \"days\": [1, 2]}";
    private static final ToolCall TIDES = new ToolCall("", "tides", ARGUMENTS);
    private static final ToolCall CLOCK = new ToolCall("", "clock", "{}");

    /** What was read, without the ids, which are made up. */
    private record Read(String text, List<ToolCall> calls, int completed) {}

    static List<CallSyntax> syntaxes() {
        return CallSyntaxes.all();
    }

    @ParameterizedTest
    @MethodSource("syntaxes")
    void calls_are_read_as_they_are_written_wherever_the_pieces_end(CallSyntax syntax) {
        String written = syntax.written(List.of(TIDES, CLOCK));
        Read whole = read(syntax, List.of(written));
        assertThat(whole).isEqualTo(new Read("", List.of(TIDES, CLOCK), 2));
        for (int cut = 1; cut < written.length(); cut++) {
            assertThat(read(syntax, List.of(written.substring(0, cut), written.substring(cut))))
                    .isEqualTo(whole);
        }
        assertThat(read(syntax, characters(written))).isEqualTo(whole);
    }

    @ParameterizedTest
    @MethodSource("syntaxes")
    void the_first_piece_tells_id_and_name_and_arguments_follow_as_they_come(CallSyntax syntax) {
        CallReader reader = syntax.reader(OFFERED::contains);
        List<CallPiece> pieces = new ArrayList<>();
        for (String character : characters(syntax.written(List.of(TIDES)))) {
            reader.add(character).forEach(piece -> pieces.add(piece.call()));
        }
        assertThat(reader.finish()).isEmpty();
        assertThat(pieces.getFirst().name()).isEqualTo("tides");
        assertThat(pieces.getFirst().id()).matches("[A-Za-z0-9]{9}");
        assertThat(pieces.getFirst().arguments()).isEmpty();
        assertThat(pieces.subList(1, pieces.size()))
                .hasSizeGreaterThan(ARGUMENTS.length() / 2)
                .allSatisfy(piece -> assertThat(piece.id() + piece.name()).isEmpty());
        assertThat(ToolCall.joined(pieces).getFirst().arguments()).isEqualTo(ARGUMENTS);
    }

    @ParameterizedTest
    @MethodSource("syntaxes")
    void a_half_call_is_text_until_it_is_certain_and_never_complete(CallSyntax syntax) {
        String written = syntax.written(List.of(TIDES));
        for (int cut = 1; cut < written.length(); cut++) {
            String half = written.substring(0, cut);
            Read read = read(syntax, characters(half));
            if (read.calls.isEmpty()) {
                assertThat(read.text).isEqualTo(half);
            } else {
                String arguments = read.calls.getFirst().arguments();
                assertThat(read.text).isEmpty();
                assertThat(ARGUMENTS).startsWith(arguments);
                assertThat(read.completed).isEqualTo(arguments.equals(ARGUMENTS) ? 1 : 0);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("syntaxes")
    void a_call_of_what_is_not_offered_is_text(CallSyntax syntax) {
        String written = syntax.written(List.of(new ToolCall("", "launch", "{\"a\": 1}")));
        assertThat(read(syntax, characters(written))).isEqualTo(new Read(written, List.of(), 0));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '§',
            quoteCharacter = '`',
            textBlock =
                    """
                    hermes  § Use <tool_call> as a tag.
                    hermes  § <tool_call>{}</tool_call>
                    hermes  § <tool_call>{"nome": "tides"}</tool_call> then
                    hermes  § <tool_call>{"name": "tides", "odd": 1}</tool_call>
                    hermes  § <tool_call></tool
                    hermes  § a < b and <tool_cal
                    hermes  § <<tool_call>x
                    hermes  § {"name": "tides", "arguments": {}}
                    llama   § {"name": "Ada", "parameters": {}}
                    llama   § {"tide": 1}
                    llama   § {"name": "tides"
                    llama   § So: {"name": "tides", "parameters": {}}
                    llama   § <|python_tag|>print(1)
                    mistral § [TOOL_CALLS] none
                    mistral § [TOOL_CALLS] [1, 2]
                    named   § [TOOL_CALLS]tides
                    named   § [TOOL_CALLS]launch[ARGS]{}
                    phi     § <|tool_call|>[]<|/tool_call|>
                    """)
    void what_only_looks_like_a_call_is_text(String family, String text) {
        assertThat(read(syntax(family), characters(text))).isEqualTo(new Read(text, List.of(), 0));
        assertThat(read(syntax(family), List.of(text)).text).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '§',
            quoteCharacter = '`',
            textBlock =
                    """
                    hermes  § Let me see.\\n<tool_call>\\n{"arguments": {}, "name": "clock"}\\n</tool_call> § Let me see.
                    hermes  § <tool_call>{"name": "clock", "arguments": "{}"}</tool_call>\\nNow. § \\nNow.
                    hermes  § <tool_call>{"name": "clock"}</tool_call> § ``
                    hermes  § <tool_call>{"name": "clock", "arguments": null} § ``
                    hermes  § <tool_call>{"name": "clock", "arguments": {}, "why": [1]}</tool_call> § ``
                    hermes  § <tool_call>[{"id": "x", "type": "function", "function": {"name": "clock", "arguments": {}}}]</tool_call> § ``
                    llama   § \\n {"name": "clock", "parameters": {}} § ``
                    llama   § <|python_tag|>{"name": "clock", "parameters": {}} I called. § I called.
                    mistral § [TOOL_CALLS] [{"name": "clock", "arguments": {}, "id": "abcdefghi"}] § ``
                    named   § Wait. [TOOL_CALLS]clock[CALL_ID]abcdefghi[ARGS]{} § Wait.
                    phi     § <|tool_call|>[{"name": "clock", "arguments": {}}]<|/tool_call|> § ``
                    """)
    void calls_are_found_in_every_form_that_models_give_them(
            String family, String answer, String text) {
        String plain = answer.replace("\\n", "\n");
        Read expected = new Read(text.replace("\\n", "\n"), List.of(CLOCK), 1);
        assertThat(read(syntax(family), characters(plain))).isEqualTo(expected);
        assertThat(read(syntax(family), List.of(plain))).isEqualTo(expected);
    }

    @Test
    void a_second_call_follows_text_or_a_mark_that_was_never_closed() {
        String one = "<tool_call>{\"name\": \"clock\", \"arguments\": {}}";
        for (String between :
                List.of("", "</tool_call>", "</tool_call>\n", "\n", "</tool_", "; ")) {
            Read read = read(syntax("hermes"), characters(one + between + one));
            assertThat(read.calls).as(between).containsExactly(CLOCK, CLOCK);
        }
        Read halved =
                read(syntax("hermes"), characters(one + "</tool_call>" + one.substring(0, 19)));
        assertThat(halved).isEqualTo(new Read(one.substring(0, 19), List.of(CLOCK), 1));
    }

    @Test
    void an_id_that_the_model_gives_first_is_kept() {
        CallReader reader = syntax("named").reader(OFFERED::contains);
        List<CallReader.Piece> pieces = reader.add("[TOOL_CALLS]clock[CALL_ID]abcdefghi[ARGS]{}");
        assertThat(pieces.getFirst().call()).isEqualTo(new CallPiece(0, "abcdefghi", "clock", ""));
    }

    @Test
    void whatever_a_model_writes_is_read_alike_in_whatever_pieces() {
        List<String> parts =
                List.of(
                        "<tool_call>",
                        "</tool_call>",
                        "<|python_tag|>",
                        "[TOOL_CALLS]",
                        "[ARGS]",
                        "[CALL_ID]",
                        "<|tool_call|>",
                        "<|/tool_call|>",
                        "{\"name\": \"tides\", ",
                        "\"arguments\": ",
                        "\"parameters\": ",
                        ARGUMENTS,
                        "}",
                        "{",
                        "[",
                        "]",
                        ",",
                        "tides",
                        " ",
                        "\n",
                        "text",
                        "\"",
                        "\\",
                        "😀",
                        "<",
                        ":");
        Random random = new Random(3);
        for (int i = 0; i < 3000; i++) {
            StringBuilder answer = new StringBuilder();
            for (int n = random.nextInt(12); n >= 0; n--) {
                answer.append(parts.get(random.nextInt(parts.size())));
            }
            for (CallSyntax syntax : syntaxes()) {
                Read whole = read(syntax, List.of(answer.toString()));
                assertThat(read(syntax, characters(answer.toString()))).isEqualTo(whole);
                if (whole.calls.isEmpty()) {
                    assertThat(whole.text).isEqualTo(answer.toString());
                }
                assertThat(whole.completed).isLessThanOrEqualTo(whole.calls.size());
            }
        }
    }

    private static CallSyntax syntax(String family) {
        return switch (family) {
            case "hermes" -> new HermesCalls();
            case "llama" -> new LlamaCalls();
            case "mistral" -> new MistralCalls();
            case "named" -> new NamedMistralCalls();
            default -> new PhiCalls();
        };
    }

    private static List<String> characters(String text) {
        return text.codePoints().mapToObj(Character::toString).toList();
    }

    private static Read read(CallSyntax syntax, List<String> answer) {
        CallReader reader = syntax.reader(OFFERED::contains);
        List<CallReader.Piece> pieces = new ArrayList<>();
        answer.forEach(piece -> pieces.addAll(reader.add(piece)));
        pieces.addAll(reader.finish());
        StringBuilder text = new StringBuilder();
        List<CallPiece> calls = new ArrayList<>();
        for (CallReader.Piece piece : pieces) {
            text.append(piece.text());
            if (piece.call() != null) {
                calls.add(piece.call());
            }
        }
        return new Read(
                text.toString(),
                ToolCall.joined(calls).stream()
                        .map(call -> new ToolCall("", call.name(), call.arguments()))
                        .toList(),
                reader.completed());
    }
}
