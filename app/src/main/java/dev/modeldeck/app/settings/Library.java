package dev.modeldeck.app.settings;

import java.util.List;

/** What Modeldeck is built with, and under which licence each part is. */
record Library(String name, String licence) {

    static List<Library> all() {
        return List.of(
                new Library("OpenJFX", "GPL-2.0 with Classpath Exception"),
                new Library("AtlantaFX", "MIT"),
                new Library("ControlsFX", "BSD-3-Clause"),
                new Library("Ikonli", "Apache-2.0"),
                new Library("Feather icons", "MIT"),
                new Library("RichTextFX", "BSD-2-Clause"),
                new Library("commonmark-java", "BSD-2-Clause"),
                new Library("Deep Java Library", "Apache-2.0"),
                new Library("PyTorch", "BSD-3-Clause"),
                new Library("Hugging Face tokenizers", "Apache-2.0"),
                new Library("Helidon SE", "Apache-2.0"),
                new Library("OkHttp", "Apache-2.0"),
                new Library("Jackson", "Apache-2.0"),
                new Library("json-schema-validator", "Apache-2.0"),
                new Library("SQLite JDBC", "Apache-2.0"),
                new Library("Jdbi", "Apache-2.0"),
                new Library("Flyway", "Apache-2.0"),
                new Library("Micrometer", "Apache-2.0"),
                new Library("HdrHistogram", "BSD-2-Clause or CC0-1.0"),
                new Library("OSHI", "MIT"),
                new Library("Jinjava", "Apache-2.0"),
                new Library("picocli", "Apache-2.0"),
                new Library("SLF4J", "MIT"),
                new Library("Logback", "EPL-1.0 or LGPL-2.1"),
                new Library("Inter, JetBrains Mono", "OFL-1.1"));
    }
}
