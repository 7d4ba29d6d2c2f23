package dev.modeldeck.engine.local.torchscript;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import ai.djl.Device;
import ai.djl.engine.StandardCapabilities;
import ai.djl.pytorch.engine.PtDeviceType;
import ai.djl.pytorch.jni.JniUtils;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TorchDeviceTest {

    @BeforeAll
    static void start() {
        TorchRuntime.start(1);
    }

    @Test
    void the_processor_can_always_be_used() {
        assertThat(TorchDevice.of("cpu").usable().device()).isEqualTo(Device.cpu());
        assertThat(TorchDevice.of("cpu").torchName()).isEqualTo("cpu");
    }

    @Test
    void a_worker_computes_on_the_first_card_that_it_sees() {
        assertThat(TorchDevice.of("cuda:3").torchName()).isEqualTo("cuda:0");
        assertThat(PtDeviceType.toDeviceType(Device.gpu(0)))
                .as("as PyTorch counts its kinds of devices")
                .isEqualTo(1);
    }

    @Test
    void a_card_that_pytorch_cannot_use_is_refused_in_a_sentence() {
        assumeThat(JniUtils.getFeatures()).doesNotContain(StandardCapabilities.CUDA);
        assertThatThrownBy(() -> TorchDevice.of("cuda:0").usable())
                .hasMessageContaining("finds no NVIDIA driver")
                .hasMessageEndingWith("choose the processor.");
    }
}
