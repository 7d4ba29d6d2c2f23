/** Everything the window loads that is not code: imports nothing of ours. */
@NullMarked
package dev.modeldeck.ui;

import org.jspecify.annotations.NullMarked;
