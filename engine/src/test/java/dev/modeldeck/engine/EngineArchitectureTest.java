package dev.modeldeck.engine;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;

import dev.modeldeck.engine.kernel.EngineException;

import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Arrays;
import java.util.stream.Stream;

/** Who may import whom in the engine. A rule that breaks names the class and the line. */
class EngineArchitectureTest {

    private static final String ENGINE = "dev.modeldeck.engine";

    private static JavaClasses engine;

    @BeforeAll
    static void import_the_engine() {
        var home = EngineException.class.getProtectionDomain().getCodeSource().getLocation();
        engine = new ClassFileImporter().importUrl(home);
    }

    @ParameterizedTest(name = "{0} imports only: {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "kernel     | ''",
                "storage    | kernel",
                "http       | kernel",
                "inference  | kernel",
                "wire       | kernel inference",
                "registry   | kernel storage http",
                "local      | kernel inference registry",
                "worker     | kernel inference wire local",
                "connections | kernel storage http inference wire",
                "remote     | kernel http inference wire connections",
                "endpoints  | kernel storage inference registry",
                "metrics    | kernel storage inference",
                "requestlog | kernel storage inference",
                "gateway    | kernel inference wire endpoints registry",
                "cuda       | kernel http",
                "secrets    | kernel storage",
            })
    void a_package_imports_what_the_plan_allows(String name, String allowed) {
        var friends =
                Stream.concat(Stream.of(name), Arrays.stream(allowed.split(" ")))
                        .filter(friend -> !friend.isEmpty())
                        .map(friend -> ENGINE + "." + friend + "..")
                        .toArray(String[]::new);
        hold(
                classes()
                        .that()
                        .resideInAPackage(ENGINE + "." + name + "..")
                        .should()
                        .onlyDependOnClassesThat(
                                not(resideInAPackage(ENGINE + ".."))
                                        .or(resideInAnyPackage(friends))));
    }

    @Test
    void every_package_is_in_the_plan() {
        hold(
                classes()
                        .should()
                        .resideInAnyPackage(
                                Stream.of(
                                                "",
                                                ".kernel..",
                                                ".storage..",
                                                ".http..",
                                                ".inference..",
                                                ".wire..",
                                                ".registry..",
                                                ".local..",
                                                ".worker..",
                                                ".connections..",
                                                ".remote..",
                                                ".endpoints..",
                                                ".metrics..",
                                                ".requestlog..",
                                                ".gateway..",
                                                ".cuda..",
                                                ".secrets..")
                                        .map(ENGINE::concat)
                                        .toArray(String[]::new)));
    }

    @Test
    void a_model_format_never_imports_another_nor_the_network() {
        hold(
                classes()
                        .that()
                        .resideInAPackage(ENGINE + ".registry.format..")
                        .should()
                        .onlyDependOnClassesThat(
                                not(resideInAPackage(ENGINE + ".."))
                                        .or(
                                                resideInAnyPackage(
                                                        ENGINE + ".kernel",
                                                        ENGINE + ".registry",
                                                        ENGINE + ".registry.format.."))));
        hold(siblingsOf(ENGINE + ".registry.format"));
    }

    @Test
    void a_remote_server_never_imports_another() {
        hold(siblingsOf(ENGINE + ".remote"));
    }

    @Test
    void no_packages_form_a_cycle() {
        hold(slices().assignedFrom(new EveryPackage()).should().beFreeOfCycles());
    }

    @Test
    void only_the_root_itself_imports_the_root() {
        hold(
                noClasses()
                        .that()
                        .resideOutsideOfPackage(ENGINE)
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage(ENGINE));
    }

    @Test
    void the_engine_knows_no_window() {
        hold(
                noClasses()
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage("javafx..", "java.awt..", "javax.swing.."));
    }

    @Test
    void only_local_imports_djl() {
        hold(only("local", "ai.djl.."));
    }

    @Test
    void only_http_imports_okhttp() {
        hold(only("http", "okhttp3..", "okio.."));
    }

    @Test
    void only_one_class_imports_the_keychains_library() {
        hold(
                noClasses()
                        .that(
                                describe(
                                        "outside of OsKeychain",
                                        type ->
                                                !outermost(type)
                                                        .getSimpleName()
                                                        .equals("OsKeychain")))
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage("com.github.javakeyring..", "de.swiesend.."));
    }

    /** Others may hand a transaction on, but call nothing of it. */
    @Test
    void only_store_classes_and_the_database_speak_sql() {
        hold(
                noClasses()
                        .that(not(resideInAPackage(ENGINE + ".storage..")))
                        .and(not(namedLikeAStore()))
                        .should()
                        .accessClassesThat()
                        .resideInAnyPackage(
                                "java.sql..",
                                "javax.sql..",
                                "org.jdbi..",
                                "org.sqlite..",
                                "org.flywaydb.."));
    }

    @Test
    void names_are_the_fields_own() {
        hold(
                noClasses()
                        .should()
                        .haveNameMatching(".*(Manager|Helper|Utils?|Impl|Dto|DTO)(\\$.*)?"));
    }

    @Test
    void nothing_static_changes() {
        hold(fields().that().areStatic().should().beFinal());
    }

    @Test
    void every_package_says_what_it_is_for_and_is_null_marked() {
        assertThat(engine.stream().map(JavaClass::getPackage).distinct())
                .isNotEmpty()
                .allSatisfy(own ->
                        assertThat(own.tryGetPackageInfo())
                                .as("package-info.java of %s", own.getName())
                                .hasValueSatisfying(info ->
                                        assertThat(info.isAnnotatedWith(NullMarked.class))
                                                .as("@NullMarked")
                                                .isTrue()));
    }

    private static void hold(ArchRule rule) {
        rule.allowEmptyShould(true).check(engine);
    }

    private static ArchRule only(String owner, String... library) {
        return noClasses()
                .that()
                .resideOutsideOfPackage(ENGINE + "." + owner + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(library);
    }

    private static ArchRule siblingsOf(String parent) {
        return slices().matching(parent + ".(*)..").should().notDependOnEachOther();
    }

    private static DescribedPredicate<JavaClass> namedLikeAStore() {
        return describe(
                "named *Store, or within such a class",
                type -> outermost(type).getSimpleName().endsWith("Store"));
    }

    private static JavaClass outermost(JavaClass type) {
        return type.getEnclosingClass().map(EngineArchitectureTest::outermost).orElse(type);
    }

    /** Every package stands for itself, its parent and its children included. */
    private static final class EveryPackage implements SliceAssignment {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            return SliceIdentifier.of(type.getPackageName());
        }

        @Override
        public String getDescription() {
            return "packages";
        }
    }
}
