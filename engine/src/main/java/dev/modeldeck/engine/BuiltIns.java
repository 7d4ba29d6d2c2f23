package dev.modeldeck.engine;

import dev.modeldeck.engine.connections.RemoteServer;
import dev.modeldeck.engine.local.encoder.EncoderFamilies;
import dev.modeldeck.engine.local.encoder.EncoderFolder;
import dev.modeldeck.engine.local.gguf.GgufCheckpoint;
import dev.modeldeck.engine.local.text.DecoderShape;
import dev.modeldeck.engine.local.text.TextFamilies;
import dev.modeldeck.engine.registry.Inspection;
import dev.modeldeck.engine.registry.ModelFormat;
import dev.modeldeck.engine.registry.format.gguf.GgufFormat;
import dev.modeldeck.engine.registry.format.gguf.GgufModel;
import dev.modeldeck.engine.registry.format.huggingface.DecoderFamily;
import dev.modeldeck.engine.registry.format.huggingface.DecoderOutline;
import dev.modeldeck.engine.registry.format.huggingface.EncoderReader;
import dev.modeldeck.engine.registry.format.huggingface.HuggingFaceFormat;
import dev.modeldeck.engine.registry.format.mlflow.MlflowFormat;
import dev.modeldeck.engine.registry.format.onnx.OnnxFormat;
import dev.modeldeck.engine.registry.format.torchscript.TorchScriptFormat;
import dev.modeldeck.engine.remote.anthropic.AnthropicServer;
import dev.modeldeck.engine.remote.bedrock.BedrockServer;
import dev.modeldeck.engine.remote.databricks.DatabricksServer;
import dev.modeldeck.engine.remote.databricks.ServingEndpoints;
import dev.modeldeck.engine.remote.djlserving.DjlServingServer;
import dev.modeldeck.engine.remote.mlflow.ScoringServer;
import dev.modeldeck.engine.remote.mlflow.TrackingServer;
import dev.modeldeck.engine.remote.ollama.OllamaServer;
import dev.modeldeck.engine.remote.openai.OpenAiBackend;
import dev.modeldeck.engine.remote.openai.OpenAiServer;
import dev.modeldeck.engine.remote.openinference.OpenInferenceServer;
import dev.modeldeck.engine.remote.openinference.TritonServer;
import dev.modeldeck.engine.remote.torchserve.TorchServeServer;
import dev.modeldeck.engine.wire.Dialect;
import dev.modeldeck.engine.wire.databricks.DatabricksDialect;
import dev.modeldeck.engine.wire.openai.EncoderDialect;
import dev.modeldeck.engine.wire.openai.OpenAiDialect;
import dev.modeldeck.engine.wire.openinference.OpenInferenceDialect;

import java.util.List;

/** The one list of what ships with Modeldeck: to add a thing, add its line here. */
public final class BuiltIns {

    private BuiltIns() {}

    /** Model formats, in the order in which they are asked. */
    public static List<ModelFormat> formats() {
        return List.of(
                new MlflowFormat(),
                new HuggingFaceFormat(textFamilies(), encoders()),
                new TorchScriptFormat(),
                new OnnxFormat(),
                new GgufFormat(BuiltIns::decoder));
    }

    /** Protocols in which endpoints can be called. */
    public static List<Dialect> dialects() {
        return List.of(
                OpenAiDialect.chat(),
                OpenAiDialect.completions(),
                EncoderDialect.embeddings(),
                EncoderDialect.classify(),
                EncoderDialect.rerank(),
                new DatabricksDialect(),
                new OpenInferenceDialect());
    }

    /** Kinds of servers elsewhere, in the order in which they are asked: particular ones first. */
    public static List<RemoteServer> servers() {
        return List.of(
                new BedrockServer(),
                OpenAiServer.openai(),
                OpenAiServer.vllm(),
                OpenAiServer.llamaCpp(),
                OpenAiServer.sglang(),
                OpenAiServer.modeldeck(ServingEndpoints.ofModeldeck()),
                OpenAiServer.lmStudio(),
                OpenAiServer.tgi(),
                OpenAiServer.azure(),
                new OllamaServer(),
                new AnthropicServer(),
                new TritonServer(),
                new OpenInferenceServer(),
                new DjlServingServer(OpenAiBackend::new),
                new TorchServeServer(),
                new DatabricksServer(),
                new TrackingServer(),
                new ScoringServer(),
                OpenAiServer.compatible());
    }

    /** What the local engine makes of a GGUF model. */
    private static GgufFormat.Decoder decoder(GgufModel model) {
        DecoderShape shape = TextFamilies.shape(GgufCheckpoint.config(model));
        return new GgufFormat.Decoder(sizes(shape), shape.context());
    }

    /** The encoders that run on this machine. */
    private static EncoderReader encoders() {
        return new EncoderReader(
                EncoderFamilies.names(), EncoderFamilies.modelTypes(), EncoderFolder::inspect);
    }

    /** The families of text models that run on this machine. */
    private static List<DecoderFamily> textFamilies() {
        return TextFamilies.all().stream()
                .map(family ->
                        new DecoderFamily(
                                family.name(),
                                family.modelTypes(),
                                family.endings(),
                                config -> outline(family.shape(config))))
                .toList();
    }

    private static DecoderOutline outline(DecoderShape shape) {
        return new DecoderOutline(
                shape.context(),
                sizes(shape),
                shape.hidden(),
                shape.names().embeddings(),
                shape.names()::covers);
    }

    private static Inspection.TextShape sizes(DecoderShape shape) {
        return new Inspection.TextShape(
                shape.layers().size(),
                shape.attention().kvHeads(),
                shape.attention().headSize(),
                shape.vocabulary());
    }
}
