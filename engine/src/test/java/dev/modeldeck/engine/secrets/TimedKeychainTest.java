package dev.modeldeck.engine.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

class TimedKeychainTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    @Test
    void what_answers_is_handed_on() throws Exception {
        FakeKeychain fake = new FakeKeychain();
        Keychain timed = new TimedKeychain(fake, LONG);
        timed.put("a", "b");
        assertThat(timed.get("a")).isEqualTo("b");
        timed.delete("a");
        assertThat(fake.values).isEmpty();
        assertThat(timed.name()).isEqualTo("the keychain of the test");
        assertThatThrownBy(() -> timed.get("a"))
                .isInstanceOfSatisfying(
                        KeychainTrouble.class, trouble -> assertThat(trouble.answered()).isTrue());
    }

    @Test
    void what_hangs_is_given_up_and_asked_again_when_it_is_free() throws Exception {
        CountDownLatch prompt = new CountDownLatch(1);
        CountDownLatch answered = new CountDownLatch(1);
        AtomicInteger asked = new AtomicInteger();
        Keychain slow =
                new ScriptedKeychain(account -> {
                    if (asked.getAndIncrement() == 0) {
                        prompt.await();
                        answered.countDown();
                    }
                    return "value";
                });
        Keychain hasty = new TimedKeychain(slow, Duration.ofMillis(20));
        assertThatThrownBy(() -> hasty.get("a")).hasMessageContaining("does not answer");
        assertThatThrownBy(() -> hasty.get("b")).hasMessageContaining("does not answer");
        assertThat(asked).hasValue(1);
        prompt.countDown();
        answered.await();
        assertThat(eventually(hasty)).isEqualTo("value");
    }

    @Test
    void what_fails_is_no_answer_and_its_message_stays_inside() {
        Keychain broken =
                new ScriptedKeychain(account -> {
                    throw new UnsatisfiedLinkError("geheim");
                });
        assertThatThrownBy(() -> new TimedKeychain(broken, LONG).get("a"))
                .isInstanceOfSatisfying(
                        KeychainTrouble.class, trouble -> assertThat(trouble.answered()).isFalse())
                .hasMessageContaining("fails")
                .hasMessageNotContaining("geheim")
                .hasNoCause();
    }

    @Test
    void a_wait_can_be_interrupted() {
        Keychain never =
                new ScriptedKeychain(account -> {
                    new CountDownLatch(1).await();
                    return "";
                });
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> new TimedKeychain(never, LONG).get("a"))
                .hasMessageContaining("interrupted");
        assertThat(Thread.interrupted()).isTrue();
    }

    /** The hanging call has answered; its thread is about to end. */
    private static String eventually(Keychain keychain) {
        while (true) {
            try {
                return keychain.get("c");
            } catch (KeychainTrouble notYet) {
                Thread.onSpinWait();
            }
        }
    }

    private interface Script {
        String get(String account) throws Exception;
    }

    private record ScriptedKeychain(Script script) implements Keychain {

        @Override
        public String get(String account) throws KeychainTrouble {
            try {
                return script.get(account);
            } catch (Exception e) {
                throw KeychainTrouble.absent(e.toString());
            }
        }

        @Override
        public String name() {
            return "";
        }

        @Override
        public void put(String account, String value) {}

        @Override
        public void delete(String account) {}
    }
}
