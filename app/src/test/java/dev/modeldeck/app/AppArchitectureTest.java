package dev.modeldeck.app;

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
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;

import dev.modeldeck.ui.UiResources;

import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.util.ResourceBundle;
import java.util.Set;
import java.util.stream.Stream;

/** Who may import whom in the window. A rule that breaks names the class and the line. */
class AppArchitectureTest {

    private static final String APP = "dev.modeldeck.app";
    private static final String UI = "dev.modeldeck.ui";
    private static final String ENGINE = "dev.modeldeck.engine";
    private static final String[] FEATURES =
            Stream.of(
                            "models",
                            "endpoints",
                            "connections",
                            "playground",
                            "metrics",
                            "logs",
                            "settings")
                    .map(name -> APP + "." + name + "..")
                    .toArray(String[]::new);

    private static JavaClasses window;

    @BeforeAll
    static void import_the_window() {
        window =
                new ClassFileImporter()
                        .importUrls(
                                Stream.of(Launcher.class, UiResources.class)
                                        .map(type ->
                                                type.getProtectionDomain()
                                                        .getCodeSource()
                                                        .getLocation())
                                        .toList());
    }

    @Test
    void the_window_sees_the_face_of_the_engine_only() {
        hold(
                classes()
                        .that()
                        .resideInAPackage(APP + "..")
                        .should()
                        .onlyDependOnClassesThat(
                                not(resideInAPackage(ENGINE + ".."))
                                        .or(
                                                resideInAnyPackage(
                                                        ENGINE,
                                                        ENGINE + ".kernel..",
                                                        ENGINE + ".inference..",
                                                        ENGINE + ".registry..",
                                                        ENGINE + ".endpoints..",
                                                        ENGINE + ".connections..",
                                                        ENGINE + ".metrics..",
                                                        ENGINE + ".connections..",
                                                        ENGINE + ".requestlog..",
                                                        ENGINE + ".gateway..",
                                                        ENGINE + ".cuda..",
                                                        ENGINE + ".secrets.."))));
    }

    @Test
    void a_feature_leans_on_the_walls_and_on_itself() {
        hold(slices().assignedFrom(new Features()).should().notDependOnEachOther());
        hold(
                classes()
                        .that()
                        .resideInAnyPackage(FEATURES)
                        .should()
                        .onlyDependOnClassesThat(
                                not(resideInAPackage(APP + ".."))
                                        .or(resideInAnyPackage(FEATURES))
                                        .or(resideInAnyPackage(APP + ".fx..", APP + ".controls.."))
                                        .or(theDoorOfTheShell())));
    }

    @Test
    void the_shell_and_the_walls_know_no_feature() {
        hold(
                noClasses()
                        .that()
                        .resideInAnyPackage(APP + ".shell..", APP + ".fx..", APP + ".controls..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(FEATURES));
        hold(
                noClasses()
                        .that()
                        .resideInAnyPackage(APP + ".fx..", APP + ".controls..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage(APP + ".shell.."));
    }

    @Test
    void only_the_tab_of_a_feature_is_public() {
        hold(
                classes()
                        .that()
                        .resideInAnyPackage(
                                Stream.of(FEATURES)
                                        .map(name -> name.replace("..", ""))
                                        .toArray(String[]::new))
                        .and()
                        .arePublic()
                        .and()
                        .areTopLevelClasses()
                        .should()
                        .haveSimpleNameEndingWith("Tab"));
    }

    @Test
    void a_view_model_knows_no_scene() {
        hold(
                noClasses()
                        .that()
                        .haveSimpleNameEndingWith("ViewModel")
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage("javafx.scene.."));
    }

    @Test
    void the_command_line_draws_nothing() {
        hold(
                noClasses()
                        .that()
                        .resideInAPackage(APP + ".cli..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage("javafx.."));
    }

    @Test
    void only_fx_calls_the_platform() {
        hold(
                noClasses()
                        .that()
                        .resideOutsideOfPackage(APP + ".fx..")
                        .should()
                        .dependOnClassesThat()
                        .haveFullyQualifiedName("javafx.application.Platform"));
    }

    @Test
    void only_ui_resources_looks_for_resources() {
        hold(
                noClasses()
                        .that()
                        .doNotHaveFullyQualifiedName(UiResources.class.getName())
                        .should()
                        .accessTargetWhere(looksForAResource()));
    }

    @Test
    void the_resources_import_nothing_of_ours() {
        hold(
                noClasses()
                        .that()
                        .resideInAPackage(UI + "..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(APP + "..", ENGINE + ".."));
    }

    @Test
    void no_packages_form_a_cycle() {
        hold(slices().assignedFrom(new EveryPackage()).should().beFreeOfCycles());
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
        assertThat(window.stream().map(JavaClass::getPackage).distinct())
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
        rule.allowEmptyShould(true).check(window);
    }

    private static DescribedPredicate<JavaClass> theDoorOfTheShell() {
        return describe(
                "the door of the shell",
                type ->
                        Stream.of("TabSpec", "TabContent", "Navigator", "Destination")
                                .map(name -> APP + ".shell." + name)
                                .anyMatch(door ->
                                        type.getName().equals(door)
                                                || type.getName().startsWith(door + "$")));
    }

    private static DescribedPredicate<JavaAccess<?>> looksForAResource() {
        var finders = Set.of("getResource", "getResourceAsStream", "getResources", "resources");
        return describe(
                "looks for a resource",
                access -> {
                    var owner = access.getTargetOwner();
                    var name = access.getTarget().getName();
                    return owner.isEquivalentTo(ResourceBundle.class) && name.equals("getBundle")
                            || finders.contains(name)
                                    && (owner.isEquivalentTo(Class.class)
                                            || owner.isEquivalentTo(ClassLoader.class));
                });
    }

    /** The feature folders; everything else is in no slice. */
    private static final class Features implements SliceAssignment {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            return Stream.of(FEATURES)
                    .filter(feature -> resideInAPackage(feature).test(type))
                    .findFirst()
                    .map(SliceIdentifier::of)
                    .orElseGet(SliceIdentifier::ignore);
        }

        @Override
        public String getDescription() {
            return "features";
        }
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
