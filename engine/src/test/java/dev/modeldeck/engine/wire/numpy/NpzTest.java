package dev.modeldeck.engine.wire.numpy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.modeldeck.engine.inference.Tensor;
import dev.modeldeck.engine.inference.Tensor.Data;
import dev.modeldeck.engine.inference.Tensor.DataType;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

class NpzTest {

    @ParameterizedTest
    @EnumSource(
            value = DataType.class,
            mode = Mode.EXCLUDE,
            names = {"BF16", "BYTES"})
    void arrays_of_every_type_come_back_as_they_went(DataType type) {
        Tensor matrix = tensor("x", type, List.of(2L, 3L));
        Tensor single = tensor("y", type, List.of());
        Tensor list = tensor("z", type, List.of(5L));
        assertThat(Npz.read(Npz.write(List.of(matrix, single, list))))
                .containsExactly(matrix, single, list);
    }

    @Test
    void values_begin_where_numpy_expects_them() {
        byte[] file = Npy.write(tensor("x", DataType.FP32, List.of(2L, 3L)));
        assertThat(file).startsWith(0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0);
        assertThat((file.length - 24) % 64).isZero();
        assertThat(new String(file, StandardCharsets.ISO_8859_1))
                .contains("{'descr': '<f4', 'fortran_order': False, 'shape': (2,3,), }");
    }

    @ParameterizedTest
    @EnumSource(
            value = DataType.class,
            names = {"BF16", "BYTES"})
    void what_numpy_does_not_have_is_refused(DataType type) {
        Data data =
                type == DataType.BYTES
                        ? new Data.Strings(List.of(ByteBuffer.allocate(1)))
                        : new Data.Fixed(ByteBuffer.allocate(2));
        Tensor tensor = new Tensor("x", type, List.of(1L), data);
        assertThatThrownBy(() -> Npz.write(List.of(tensor)))
                .isInstanceOfSatisfying(
                        EngineException.class,
                        e -> assertThat(e.problem()).isInstanceOf(Problem.Unsupported.class));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'descr': '>f4', 'fortran_order': False, 'shape': (1,), }",
                "{'descr': '<f4', 'fortran_order': True, 'shape': (1,), }",
                "{'descr': '<c8', 'fortran_order': False, 'shape': (1,), }",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }",
                "{'descr': '<f4'}",
            })
    void an_array_that_cannot_be_read_is_the_servers_fault(String header) throws IOException {
        byte[] array =
                ByteBuffer.allocate(10 + header.length() + 4)
                        .put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0})
                        .put(new byte[] {(byte) header.length(), 0})
                        .put(header.getBytes(StandardCharsets.ISO_8859_1))
                        .array();
        assertThatThrownBy(() -> Npz.read(zip("x.npy", array)))
                .isInstanceOfSatisfying(
                        EngineException.class,
                        e -> assertThat(e.problem()).isInstanceOf(Problem.Upstream.class))
                .hasMessageContaining("output \"x\"");
    }

    @Test
    void a_file_that_is_none_is_the_servers_fault() throws IOException {
        byte[] cut = new byte[5];
        assertThatThrownBy(() -> Npz.read(zip("x.npy", cut))).isInstanceOf(EngineException.class);
        byte[] header = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, (byte) 0xFF, 0x7F};
        assertThatThrownBy(() -> Npz.read(zip("x.npy", header)))
                .hasMessageContaining("ends within its header");
    }

    private static byte[] zip(String name, byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry(name));
            zip.write(content);
        }
        return bytes.toByteArray();
    }

    private static Tensor tensor(String name, DataType type, List<Long> shape) {
        int count = shape.stream().mapToInt(Long::intValue).reduce(1, (a, b) -> a * b);
        byte[] bytes = new byte[count * type.size()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) i;
        }
        return new Tensor(name, type, shape, new Data.Fixed(ByteBuffer.wrap(bytes)));
    }
}
