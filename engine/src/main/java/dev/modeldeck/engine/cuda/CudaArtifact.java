package dev.modeldeck.engine.cuda;

import java.util.regex.Pattern;

/**
 * A jar of the JavaCPP Presets, of which the native libraries are wanted.
 *
 * @param project whose libraries they are, for example {@code cuda}: their folder in the jar
 * @param name of the artifact, for example {@code cuda-redist-cublas}
 * @param classifier of the platform
 * @param target name of the folder where they belong
 */
record CudaArtifact(String project, String name, String version, String classifier, String target) {

    /** Libraries, but for the glue of JavaCPP and a C run-time beside the system's own. */
    private static final Pattern LIBRARY =
            Pattern.compile("(?!(lib)?jni|libgcc_s)[^/]+\\.(dll|so(\\.\\d+)*)");

    String fileName() {
        return "%s-%s-%s.jar".formatted(name, version, classifier);
    }

    /** In a Maven repository, relative to the repository's address. */
    String path() {
        return "org/bytedeco/%s/%s/%s".formatted(name, version, fileName());
    }

    /** Whether an entry of the jar is one of the libraries. */
    boolean holds(String entry) {
        String folder = "org/bytedeco/%s/%s/".formatted(project, classifier);
        return entry.startsWith(folder)
                && LIBRARY.matcher(entry.substring(folder.length())).matches();
    }
}
