package dev.modeldeck.engine.wire.openinference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.modeldeck.engine.inference.InferenceResult;
import dev.modeldeck.engine.inference.Tensor;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.wire.Json;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.ByteBuffer;
import java.util.List;

class InferJsonTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    BOOL   | [true,false]
                    UINT8  | [0,255]
                    UINT16 | [0,65535]
                    UINT32 | [0,4294967295]
                    UINT64 | [0,18446744073709551615]
                    INT8   | [-128,127]
                    INT16  | [-32768,32767]
                    INT32  | [-2147483648,2147483647]
                    INT64  | [-9223372036854775808,9223372036854775807]
                    FP16   | [0.5,"NaN"]
                    BF16   | [-1.5,"Infinity"]
                    FP32   | [0.1,"-Infinity"]
                    FP64   | [0.1,1.0E300]
                    BYTES  | ["","☃"]
                    """)
    void values_of_every_type_go_through_unchanged(String type, String data) {
        InferRequest request = parse(type, "[2]", data);
        assertThat(InferRequest.parse(request.json())).isEqualTo(request);
        assertThat(request.json().at("/inputs/0/data").toString()).isEqualTo(data);
    }

    @Test
    void nested_data_is_row_major() {
        Tensor tensor = parse("INT32", "[2,2]", "[[1,2],[3,4]]").payload().inputs().getFirst();
        assertThat(((Tensor.Data.Fixed) tensor.data()).bytes().getInt(8)).isEqualTo(3);
    }

    @Test
    void bytes_that_are_no_text_go_as_base64() {
        Tensor tensor =
                new Tensor(
                        "x",
                        Tensor.DataType.BYTES,
                        List.of(1L),
                        new Tensor.Data.Strings(
                                List.of(ByteBuffer.wrap(new byte[] {(byte) 0xFF, 0}))));
        InferAnswer answer =
                new InferAnswer("7", "m", "2", new InferenceResult.Tensors(List.of(tensor)));
        assertThat(answer.json().toString()).contains("\"base64\"", "/wA=");
        assertThat(InferAnswer.parse(answer.json())).isEqualTo(answer);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    FP32  | [3]                             | [1,2]      | values
                    FP32  | [1]                             | ["a"]      | FP32, which its value 1 is not
                    INT8  | [1]                             | [128]      | INT8
                    INT32 | [1]                             | [1.5]      | INT32
                    BYTES | [1]                             | [1]        | strings
                    STRING| [1]                             | ["a"]      | datatype
                    FP32  | [-1]                            | [1]        | shape
                    FP32  | [4000000000,4000000000,4000000] | [1]        | shape
                    FP32  | [1]                             | [{"a":1}]  | values
                    BOOL  | [1]                             | [2]        | BOOL
                    """)
    void wrong_tensors_are_refused(String type, String shape, String data, String word) {
        EngineException e =
                catchThrowableOfType(EngineException.class, () -> parse(type, shape, data));
        assertThat(e.problem()).isInstanceOf(Problem.Invalid.class);
        assertThat(e.problem().message()).contains(word);
    }

    @Test
    void what_is_wrong_with_a_value_is_said_without_telling_it() {
        assertThatThrownBy(() -> parse("FP32", "[2]", "[1,\"my secret\"]"))
                .hasMessageContaining("must hold FP32, which its value 2 is not")
                .hasMessageNotContaining("secret");
    }

    @Test
    void a_models_metadata_is_written_as_the_protocol_has_it() {
        ModelMetadata metadata =
                new ModelMetadata(
                        "m",
                        List.of("chat-1"),
                        "torchscript",
                        List.of(new ModelMetadata.TensorSpec("x", "FP32", List.of(-1L, 4L))),
                        List.of());
        assertThat(metadata.json().toString())
                .isEqualTo(
                        "{\"name\":\"m\",\"versions\":[\"chat-1\"],\"platform\":\"torchscript\","
                                + "\"inputs\":[{\"name\":\"x\",\"datatype\":\"FP32\",\"shape\":[-1,4]}],"
                                + "\"outputs\":[]}");
    }

    private static InferRequest parse(String type, String shape, String data) {
        return InferRequest.parse(
                Json.parseObject(
                        "{\"id\":\"7\",\"inputs\":[{\"name\":\"x\",\"datatype\":\"%s\",\"shape\":%s,\"data\":%s}],\"outputs\":[{\"name\":\"y\"}]}"
                                .formatted(type, shape, data)));
    }
}
