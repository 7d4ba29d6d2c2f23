/**
 * The developer's benchmark: {@code mvn -Pbench -pl engine -am test-compile exec:exec}, as
 * .github/CONTRIBUTING.md tells. Models of published shapes with random weights are measured as
 * {@code modeldeck bench --full} does it, then through the gateway, and beside them llama.cpp and
 * Jlama on the same weights. What was tried, and what it gave, is in FINDINGS.md beside this file.
 */
package dev.modeldeck.engine.bench;
