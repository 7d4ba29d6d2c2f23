package dev.modeldeck.app.connections;

import dev.modeldeck.app.controls.SettingCheck;
import dev.modeldeck.app.fx.Texts;
import dev.modeldeck.engine.connections.Access;
import dev.modeldeck.engine.connections.Auth;
import dev.modeldeck.engine.inference.SettingSpec;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;

import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;

/** How a server is reached, as a person fills it in: authentication and network. */
final class AccessViewModel {

    private static final String USUAL_KEY_HEADER = "api-key";

    private final Texts texts = Texts.of("connections");
    private final Predicate<String> keeps;
    private final ObjectProperty<AuthKind> auth = new SimpleObjectProperty<>(AuthKind.NONE);
    private final Map<AuthKind, StringProperty> names = new EnumMap<>(AuthKind.class);
    private final Map<AuthKind, SecretViewModel> secrets = new EnumMap<>(AuthKind.class);
    private final ObservableList<HeaderViewModel> headers = FXCollections.observableArrayList();
    private final Map<Text, StringProperty> plain = new EnumMap<>(Text.class);
    private final SecretViewModel proxyPassword;
    private final SecretViewModel certificatePassword;

    /** What is plain text beside names: of OAuth, of AWS, and of the network. */
    enum Text {
        TOKEN_ADDRESS,
        TOKEN_SCOPE,
        REGION,
        PROXY,
        PROXY_USER,
        AUTHORITIES,
        CERTIFICATE,
        CONNECT,
        SILENCE,
        ATTEMPTS
    }

    /**
     * @param keeps whether a text refers to a secret that was kept when a connection was saved
     */
    AccessViewModel(Predicate<String> keeps) {
        this.keeps = keeps;
        for (AuthKind kind : AuthKind.values()) {
            names.put(kind, new SimpleStringProperty(""));
            secrets.put(kind, new SecretViewModel(keeps));
        }
        for (Text text : Text.values()) {
            plain.put(text, new SimpleStringProperty(""));
        }
        proxyPassword = new SecretViewModel(keeps);
        certificatePassword = new SecretViewModel(keeps);
        fill(Access.open());
        name(AuthKind.API_KEY).set(USUAL_KEY_HEADER);
    }

    ObjectProperty<AuthKind> auth() {
        return auth;
    }

    /** The user, header or client id of that way; each way has its own. */
    StringProperty name(AuthKind kind) {
        return of(names, kind);
    }

    SecretViewModel secret(AuthKind kind) {
        return of(secrets, kind);
    }

    ObservableList<HeaderViewModel> headers() {
        return headers;
    }

    StringProperty text(Text which) {
        return of(plain, which);
    }

    SecretViewModel proxyPassword() {
        return proxyPassword;
    }

    SecretViewModel certificatePassword() {
        return certificatePassword;
    }

    HeaderViewModel addHeader() {
        HeaderViewModel header = new HeaderViewModel(new SecretViewModel(keeps));
        headers.add(header);
        return header;
    }

    void fill(Access access) {
        AuthKind kind = AuthKind.of(access.auth());
        auth.set(kind);
        name(kind).set(AuthKind.name(access.auth()));
        secret(kind).fill(AuthKind.secret(access.auth()));
        if (access.auth() instanceof Auth.OAuth client) {
            text(Text.TOKEN_ADDRESS).set(client.tokenAddress());
            text(Text.TOKEN_SCOPE).set(client.scope());
        }
        if (access.auth() instanceof Auth.AwsKeys keys) {
            text(Text.REGION).set(keys.region());
        }
        headers.clear();
        access.headers().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(entry -> {
                    HeaderViewModel header = addHeader();
                    header.name().set(entry.getKey());
                    header.value().fill(entry.getValue());
                });
        text(Text.PROXY).set(access.proxy());
        text(Text.PROXY_USER).set(access.proxyUser());
        proxyPassword.fill(access.proxyPassword());
        text(Text.AUTHORITIES).set(access.authorities());
        text(Text.CERTIFICATE).set(access.certificate());
        certificatePassword.fill(access.certificatePassword());
        text(Text.CONNECT).set(String.valueOf(access.patience().connectSeconds()));
        text(Text.SILENCE).set(String.valueOf(access.patience().silenceSeconds()));
        text(Text.ATTEMPTS).set(String.valueOf(access.patience().attempts()));
    }

    /** Whether anything of the network differs from what is usual. */
    boolean unusual() {
        try {
            return !access().withAuth(new Auth.None()).equals(Access.open());
        } catch (EngineException e) {
            return true;
        }
    }

    /**
     * What was filled in.
     *
     * @throws EngineException with {@code Invalid} for what cannot be
     */
    Access access() {
        return new Access(
                proof(),
                headerMap(),
                value(Text.PROXY),
                value(Text.PROXY_USER),
                proxyPassword.value(),
                value(Text.AUTHORITIES),
                value(Text.CERTIFICATE),
                certificatePassword.value(),
                new Access.Patience(
                        whole(Text.CONNECT, 1, 600),
                        whole(Text.SILENCE, 0, 86_400),
                        whole(Text.ATTEMPTS, 1, 10)));
    }

    private Auth proof() {
        AuthKind kind = auth.get();
        String name = name(kind).get().strip();
        String secret = secret(kind).value();
        if (kind.named() && name.isEmpty()) {
            throw wrong(texts.get("wrong." + kind + ".name"), "auth");
        }
        if (kind != AuthKind.NONE && secret.isEmpty()) {
            throw wrong(texts.get("wrong." + kind), "auth");
        }
        return kind.with(name, secret, this::value);
    }

    private Map<String, String> headerMap() {
        Map<String, String> map = new LinkedHashMap<>();
        for (HeaderViewModel header : headers) {
            String name = header.name().get().strip();
            if (header.blank()) {
                continue;
            }
            if (name.isEmpty() || header.value().value().isEmpty()) {
                throw wrong(texts.get("wrong.header"), "network");
            }
            map.put(name, header.value().value());
        }
        return map;
    }

    private String value(Text which) {
        return text(which).get().strip();
    }

    private int whole(Text which, int min, int max) {
        SettingSpec spec =
                new SettingSpec(
                        which.name(),
                        texts.get("network." + which),
                        "",
                        new SettingSpec.Kind.Whole(min, max),
                        "0");
        SettingCheck.complaint(spec, value(which))
                .ifPresent(complaint -> {
                    throw wrong(spec.label() + ": " + complaint, "network");
                });
        return Integer.parseInt(value(which));
    }

    private static <K extends Enum<K>, V> V of(Map<K, V> map, K key) {
        V value = map.get(key);
        if (value == null) {
            throw new IllegalArgumentException(key.name());
        }
        return value;
    }

    private static EngineException wrong(String message, String field) {
        return new EngineException(new Problem.Invalid(message, field));
    }
}
