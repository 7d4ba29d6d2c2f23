package dev.modeldeck.engine.wire.openinference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.modeldeck.engine.inference.InferenceResult;
import dev.modeldeck.engine.inference.Payload;
import dev.modeldeck.engine.inference.Tensor;
import dev.modeldeck.engine.inference.Tensor.Data;
import dev.modeldeck.engine.inference.Tensor.DataType;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.wire.Json;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import tools.jackson.databind.JsonNode;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Tensors behind the JSON, as Triton's extension for binary data has them. */
class BinaryTensorsTest {

    @Test
    void a_request_is_the_one_of_the_specification() {
        Tensor numbers = fixed("input0", DataType.UINT32, List.of(2L, 2L), 16);
        Tensor flags = fixed("input1", DataType.BOOL, List.of(3L), 3);
        BinaryBody body = request(numbers, flags).binary();
        assertThat(body.bytes()).hasSize(body.headLength() + 19);
        JsonNode head = Json.parse(body.head());
        assertThat(head.path("inputs").path(0))
                .hasToString(
                        "{\"name\":\"input0\",\"datatype\":\"UINT32\",\"shape\":[2,2],\"parameters\":{\"binary_data_size\":16}}");
        assertThat(head.path("inputs").path(1).path("parameters").path("binary_data_size").asInt())
                .isEqualTo(3);
        assertThat(head.path("parameters").path("binary_data_output").asBoolean()).isTrue();
        assertThat(body.tail().get(15)).isEqualTo((byte) 15);
        assertThat(body.tail().get(18)).isEqualTo((byte) 2);
    }

    @Test
    void texts_have_their_length_before_them() {
        BinaryBody body = request(texts("t", "né", "")).binary();
        assertThat(bytes(body.tail()))
                .containsExactly(3, 0, 0, 0, 'n', (byte) 0xC3, (byte) 0xA9, 0, 0, 0, 0);
    }

    @ParameterizedTest
    @EnumSource(DataType.class)
    void every_type_comes_back_as_it_went(DataType type) {
        Tensor sent =
                type == DataType.BYTES
                        ? texts("x", "ab", "\u2603", "")
                        : fixed("x", type, List.of(3L), 3 * type.size());
        BinaryBody request = request(sent).binary();
        String head = Json.parse(request.head()).path("inputs").toString();
        Tensor back = answer("{\"outputs\":" + head + "}", bytes(request.tail()));
        assertThat(back.datatype()).isEqualTo(type);
        assertThat(back.shape()).isEqualTo(sent.shape());
        assertThat(back.data()).isEqualTo(sent.data());
    }

    @Test
    void an_answer_may_mix_json_and_bytes() {
        String json =
                """
                {"model_name":"m","outputs":[
                  {"name":"a","datatype":"INT8","shape":[2],"parameters":{"binary_data_size":2}},
                  {"name":"b","datatype":"FP32","shape":[1],"data":[0.5]},
                  {"name":"c","datatype":"INT16","shape":[1],"parameters":{"binary_data_size":2}}]}\
                """;
        InferenceResult.Tensors result = parse(json, new byte[] {1, 2, 3, 0}).result();
        assertThat(result.outputs()).extracting(Tensor::name).containsExactly("a", "b", "c");
        assertThat(((Data.Fixed) result.outputs().getFirst().data()).bytes())
                .isEqualTo(ByteBuffer.wrap(new byte[] {1, 2}));
        assertThat(((Data.Fixed) result.outputs().getLast().data()).bytes().getShort())
                .isEqualTo((short) 3);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "INT32 | [2] | 4 | comes as 4 bytes, but 2 values of INT32 are 8",
                "INT32 | [2] | 99 | more bytes than stand behind the JSON",
                "BYTES | [1] | 4 | longer than all of its bytes",
                "BYTES | [2] | 8 | holds 1 texts, but its shape asks for 2",
            })
    void bytes_that_do_not_fit_are_the_servers_fault(
            String type, String shape, int size, String said) {
        String json =
                "{\"outputs\":[{\"name\":\"y\",\"datatype\":\"%s\",\"shape\":%s,\"parameters\":{\"binary_data_size\":%d}}]}"
                        .formatted(type, shape, size);
        byte[] tail = {4, 0, 0, 0, 'a', 'b', 'c', 'd'};
        assertThatThrownBy(() -> parse(json, tail))
                .isInstanceOfSatisfying(
                        EngineException.class,
                        e -> assertThat(e.problem()).isInstanceOf(Problem.Upstream.class))
                .hasMessageContaining(said);
    }

    private static InferRequest request(Tensor... inputs) {
        return new InferRequest(
                "1", new Payload.Tensors(List.of(inputs), List.of(), Json.object()));
    }

    private static Tensor answer(String json, byte[] tail) {
        return parse(json, tail).result().outputs().getFirst();
    }

    private static InferAnswer parse(String json, byte[] tail) {
        byte[] head = json.getBytes(StandardCharsets.UTF_8);
        byte[] all = ByteBuffer.allocate(head.length + tail.length).put(head).put(tail).array();
        return InferAnswer.parse(new BinaryBody(all, head.length));
    }

    private static Tensor fixed(String name, DataType type, List<Long> shape, int size) {
        byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++) {
            bytes[i] = (byte) i;
        }
        return new Tensor(name, type, shape, new Data.Fixed(ByteBuffer.wrap(bytes)));
    }

    private static Tensor texts(String name, String... texts) {
        List<ByteBuffer> values =
                List.of(texts).stream()
                        .map(text -> ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)))
                        .toList();
        return new Tensor(
                name, DataType.BYTES, List.of((long) texts.length), new Data.Strings(values));
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }
}
