/**
 * JSON as a language: any value, or the values of a JSON schema (drafts 4 to 2020-12). Imports the
 * kernel, the languages beside it and Jackson.
 */
@NullMarked
package dev.modeldeck.engine.local.text.constraint.json;

import org.jspecify.annotations.NullMarked;
