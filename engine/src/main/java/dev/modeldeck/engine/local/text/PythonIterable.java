package dev.modeldeck.engine.local.text;

import com.hubspot.jinjava.interpret.JinjavaInterpreter;
import com.hubspot.jinjava.lib.exptest.ExpTest;

import org.jspecify.annotations.Nullable;

import java.util.Map;

/** The test {@code iterable}, which Python's texts and dictionaries pass as lists do. */
final class PythonIterable implements ExpTest {

    @Override
    public String getName() {
        return "iterable";
    }

    @Override
    public boolean evaluate(
            @Nullable Object value, JinjavaInterpreter interpreter, Object... arguments) {
        return value instanceof CharSequence
                || value instanceof Map
                || value instanceof Iterable
                || (value != null && value.getClass().isArray());
    }
}
