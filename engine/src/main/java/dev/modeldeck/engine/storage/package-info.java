/**
 * The SQLite file: opening, migrating, transactions. Imports the kernel. Only Store classes hold
 * SQL.
 */
@NullMarked
package dev.modeldeck.engine.storage;

import org.jspecify.annotations.NullMarked;
