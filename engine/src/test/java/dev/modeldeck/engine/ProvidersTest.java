package dev.modeldeck.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.modeldeck.engine.connections.Auth;
import dev.modeldeck.engine.connections.Connection;
import dev.modeldeck.engine.endpoints.ServedEntity.External;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.HashMap;
import java.util.Map;

/** Where Databricks' providers are, by their fields. */
class ProvidersTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "openai | openai_api_key=k | https://api.openai.com/v1 | openai | Bearer",
                "openai | openai_api_key=k,openai_api_base=http://host/v1 | http://host/v1 | openai-compatible | Bearer",
                "openai | openai_api_type=azure,openai_api_base=https://r.openai.azure.com,openai_api_version=v,openai_deployment_name=d,openai_api_key=k"
                        + " | https://r.openai.azure.com | azure-openai | ApiKey in api-key",
                "openai | openai_api_type=azuread,openai_api_base=https://r.openai.azure.com,openai_api_version=v,openai_deployment_name=d,"
                        + "microsoft_entra_tenant_id=t,microsoft_entra_client_id=c,microsoft_entra_client_secret=s"
                        + " | https://r.openai.azure.com | azure-openai | OAuth",
                "anthropic | anthropic_api_key=k | https://api.anthropic.com | anthropic | ApiKey in x-api-key",
                "google-cloud-vertex-ai | project_id=p,region=europe-west1,private_key=k"
                        + " | https://europe-west1-aiplatform.googleapis.com/v1/projects/p/locations/europe-west1/endpoints/openapi | openai-compatible | GoogleAccount",
                "google-cloud-vertex-ai | project_id=p,region=global,private_key_plaintext=k"
                        + " | https://aiplatform.googleapis.com/v1/projects/p/locations/global/endpoints/openapi | openai-compatible | GoogleAccount",
                "amazon-bedrock | aws_region=eu-west-1,aws_access_key_id=AKID,aws_secret_access_key_plaintext=s"
                        + " | https://bedrock-runtime.eu-west-1.amazonaws.com | bedrock | AwsKeys",
                "amazon-bedrock | aws_region=cn-north-1,aws_access_key_id=AKID,aws_secret_access_key=s"
                        + " | https://bedrock-runtime.cn-north-1.amazonaws.com.cn | bedrock | AwsKeys",
                "custom | custom_provider_url=http://host | http://host | openai-compatible | None[]",
            })
    void each_provider_is_reached_at_its_address_in_its_own_way(
            String provider, String fields, String address, String server, String auth) {
        Connection connection = Providers.connection(external(provider, "m", fields));
        assertThat(connection.address()).hasToString(address);
        assertThat(connection.server()).isEqualTo(server);
        assertThat(connection.access().auth()).hasToString(auth);
    }

    @Test
    void entra_is_asked_for_a_token_of_the_tenants_for_azures_models() {
        Connection azure =
                Providers.connection(
                        external(
                                "openai",
                                "m",
                                "openai_api_type=azuread,openai_api_base=https://r.openai.azure.com,openai_api_version=v,openai_deployment_name=d,"
                                        + "microsoft_entra_tenant_id=t,microsoft_entra_client_id=c,microsoft_entra_client_secret={{secrets/s/k}}"));
        assertThat(azure.access().auth())
                .isEqualTo(
                        new Auth.OAuth(
                                "c",
                                "{{secrets/s/k}}",
                                "https://login.microsoftonline.com/t/oauth2/v2.0/token",
                                "https://cognitiveservices.azure.com/.default"));
        assertThat(azure.settings()).containsEntry("deployment", "d");
    }

    @Test
    void vertex_knows_its_own_models_as_googles() {
        String fields = "project_id=p,region=r,private_key=k";
        String provider = "google-cloud-vertex-ai";
        assertThat(Providers.model(external(provider, "gemini-x", fields)))
                .isEqualTo("google/gemini-x");
        assertThat(Providers.model(external(provider, "meta/llama", fields)))
                .isEqualTo("meta/llama");
        assertThat(Providers.model(external("openai", "gpt-x", "openai_api_key=k")))
                .isEqualTo("gpt-x");
    }

    @Test
    void what_a_provider_lacks_is_named_and_those_that_cannot_be_called_are_refused() {
        assertThatExceptionOfType(EngineException.class)
                .isThrownBy(() ->
                        Providers.connection(external("google-cloud-vertex-ai", "m", "region=r")))
                .withMessageContaining("\"project_id\"");
        assertThatExceptionOfType(EngineException.class)
                .isThrownBy(() -> Providers.connection(external("palm", "m", "a=b")))
                .satisfies(e -> assertThat(e.problem()).isInstanceOf(Problem.Unsupported.class))
                .withMessageContaining("cannot be called from here yet");
    }

    @Test
    void bedrock_is_called_with_keys_and_not_with_a_profile_of_databricks_machines() {
        String region = "aws_region=us-east-1,";
        assertThat(bedrock(region + "aws_access_key_id_plaintext=AKID,aws_secret_access_key=s"))
                .isEqualTo(new Auth.AwsKeys("AKID", "s", "us-east-1"));
        assertThatExceptionOfType(EngineException.class)
                .isThrownBy(() -> bedrock(region + "instance_profile_arn=arn:aws:iam::1:p"))
                .satisfies(e -> assertThat(e.problem()).isInstanceOf(Problem.Unsupported.class))
                .withMessageContaining("\"aws_access_key_id\" and \"aws_secret_access_key\"");
        assertThatExceptionOfType(EngineException.class)
                .isThrownBy(() -> bedrock(region + "aws_secret_access_key=s"))
                .withMessageContaining("\"aws_access_key_id\"");
        assertThatExceptionOfType(EngineException.class)
                .isThrownBy(() -> bedrock("aws_access_key_id=AKID,aws_secret_access_key=s"))
                .withMessageContaining("\"aws_region\"");
    }

    @ParameterizedTest
    @CsvSource({
        "claude-v2:1, Anthropic, anthropic.claude-v2:1",
        "jamba-instruct-v1:0, ai21labs, ai21.jamba-instruct-v1:0",
        "titan-text-express-v1, amazon, amazon.titan-text-express-v1",
        "us.anthropic.claude-sonnet-4-5, anthropic, us.anthropic.claude-sonnet-4-5",
        "arn:aws:bedrock:us-east-1:1:inference-profile/p, anthropic, arn:aws:bedrock:us-east-1:1:inference-profile/p"
    })
    void bedrocks_names_begin_with_whose_a_model_is(String name, String maker, String full) {
        assertThat(Providers.model(external("amazon-bedrock", name, "bedrock_provider=" + maker)))
                .isEqualTo(full);
    }

    private static Auth bedrock(String fields) {
        return Providers.connection(external("amazon-bedrock", "m", fields)).access().auth();
    }

    private static External external(String provider, String model, String fields) {
        Map<String, String> config = new HashMap<>();
        for (String field : fields.split(",")) {
            int at = field.indexOf('=');
            config.put(field.substring(0, at), field.substring(at + 1));
        }
        return new External(model, provider, "llm/v1/chat", config);
    }
}
