/**
 * Keys and passwords: in the operating system's keychain, else in a file that is encrypted with a
 * key that only its owner can read. The database knows their names only. Imports the kernel and
 * storage; {@code OsKeychain} alone imports the keychain's library.
 */
@NullMarked
package dev.modeldeck.engine.secrets;

import org.jspecify.annotations.NullMarked;
