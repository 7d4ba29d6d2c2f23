package dev.modeldeck.app.cli;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.util.FileSize;

import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.HomeFolder;

import org.slf4j.LoggerFactory;

import java.nio.file.Path;

/**
 * The log of the program as text files in the home folder, beside what goes to the error stream. It
 * is set up here, since which folder is only known once the command line has been read.
 */
public final class ProgramLog {

    private static final String NAME = "file";
    private static final String PATTERN =
            "%d{yyyy-MM-dd HH:mm:ss.SSS} %-5level [%thread] %logger{24} - %msg%n";
    private static final int OLD_FILES = 6;
    private static final FileSize LARGEST = FileSize.valueOf("5MB");

    private ProgramLog() {}

    /** Writes to this home folder from now on. Where that fails, the error stream stays. */
    public static void into(Path home) {
        close();
        try {
            root().addAppender(appender(new HomeFolder(home).logs()));
        } catch (EngineException e) {
            root().warn("There is no log in {}", home, e);
        }
    }

    /** Lets go of the file. */
    static void close() {
        var before = root().getAppender(NAME);
        if (before != null) {
            root().detachAppender(before);
            before.stop();
        }
    }

    private static Logger root() {
        return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }

    private static RollingFileAppender<ILoggingEvent> appender(Path folder) {
        LoggerContext context = root().getLoggerContext();
        RollingFileAppender<ILoggingEvent> file = new RollingFileAppender<>();
        file.setName(NAME);
        file.setContext(context);
        file.setFile(folder.resolve("modeldeck.log").toString());
        file.setEncoder(encoder(context));
        file.setRollingPolicy(rolling(context, file, folder));
        file.setTriggeringPolicy(trigger(context));
        file.start();
        return file;
    }

    private static PatternLayoutEncoder encoder(LoggerContext context) {
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern(PATTERN);
        encoder.start();
        return encoder;
    }

    private static FixedWindowRollingPolicy rolling(
            LoggerContext context, RollingFileAppender<ILoggingEvent> file, Path folder) {
        FixedWindowRollingPolicy policy = new FixedWindowRollingPolicy();
        policy.setContext(context);
        policy.setParent(file);
        policy.setFileNamePattern(folder.resolve("modeldeck.%i.log").toString());
        policy.setMinIndex(1);
        policy.setMaxIndex(OLD_FILES);
        policy.start();
        return policy;
    }

    private static SizeBasedTriggeringPolicy<ILoggingEvent> trigger(LoggerContext context) {
        SizeBasedTriggeringPolicy<ILoggingEvent> policy = new SizeBasedTriggeringPolicy<>();
        policy.setContext(context);
        policy.setMaxFileSize(LARGEST);
        policy.start();
        return policy;
    }
}
