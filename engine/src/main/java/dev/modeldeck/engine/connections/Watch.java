package dev.modeldeck.engine.connections;

import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.kernel.TimeLimit;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Looks at one connected server again and again, on a thread of its own, and tells how it does. A
 * dead or slow server holds up nobody else.
 */
final class Watch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Watch.class);

    /** The longest between two looks at a server that is not well. */
    private static final Duration LONGEST = Duration.ofSeconds(60);

    /** A server with many models, which is long asked, is asked in a fifth of the time at most. */
    private static final int SPARING = 5;

    /** Milliseconds in which one that was ended should be gone. */
    private static final long LAST_WORDS = 2_000;

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);
    private static final DateTimeFormatter DAY_AND_TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);

    /** Longest time of a look. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Connection connection;
    private final Shared shared;
    private final Consumer<ConnectionView> told;
    private final Semaphore bell = new Semaphore(0);
    private final CountDownLatch opened = new CountDownLatch(1);
    private final Doubt doubt = new Doubt();
    private final Thread thread;
    private volatile Doors.@Nullable Open door;
    private volatile @Nullable Problem closedDoor;
    private volatile ConnectionView view;

    /**
     * What all watches have in common.
     *
     * @param timers of the limits of their looks
     */
    record Shared(Doors doors, Probe probe, Clock clock, ScheduledThreadPoolExecutor timers) {}

    Watch(Connection connection, Shared shared, Consumer<ConnectionView> told) {
        this.connection = connection;
        this.shared = shared;
        this.told = told;
        this.view = new ConnectionView(connection, connection.server(), "", new Health.Unknown());
        this.thread = Thread.ofVirtual().name("watch-" + connection.name()).unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    Connection connection() {
        return connection;
    }

    ConnectionView view() {
        return view;
    }

    /** Looks now instead of later. */
    void now() {
        bell.release();
    }

    /**
     * The server with its door open.
     *
     * @throws EngineException with what keeps it closed, such as a secret that is gone
     */
    Site site() {
        try {
            opened.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw EngineException.cancelled();
        }
        Doors.Open open = door;
        if (open == null) {
            Problem why = closedDoor;
            throw new EngineException(
                    why != null ? why : new Problem.Unavailable("The connection was closed."));
        }
        return open.site();
    }

    /** What kind of server it is: as set, as recognised, or recognised now. */
    RemoteServer server() {
        Site site = site();
        return kind().orElseGet(() -> recognised(site).server());
    }

    /** As {@link #server()}, without asking it; empty while it is not known. */
    Optional<RemoteServer> kind() {
        return shared.probe().kind(view.server());
    }

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                watch();
            }
        } catch (InterruptedException e) {
            LOG.debug("The watch of a server ends");
        } finally {
            door = null;
            opened.countDown();
        }
    }

    /** Until a person asks anew about a server in trouble: a secret may be another one by then. */
    private void watch() throws InterruptedException {
        try (Doors.Open open = shared.doors().open(connection)) {
            door = open;
            opened.countDown();
            boolean anew = false;
            while (!anew) {
                look(open.site());
                anew = rung(pause(view.health())) && view.health() instanceof Health.Troubled;
            }
        } catch (EngineException e) {
            door = null;
            closedDoor = e.problem();
            opened.countDown();
            tell(view.server(), view.evidence(), trouble(e.problem()));
            bell.acquire(); // by itself it would ask for the keychain's password again and again
        }
        bell.drainPermits();
    }

    private void look(Site site) throws InterruptedException {
        Instant begin = shared.clock().instant();
        TimeLimit limit = new TimeLimit(PATIENCE, shared.timers());
        try (limit) {
            Probe.Known known = known(site);
            ServerLook look = known.server().look(site);
            Instant end = shared.clock().instant();
            doubt.over();
            tell(
                    known.server().id(),
                    known.evidence(),
                    new Health.Well(look, Duration.between(begin, end), end));
        } catch (RuntimeException e) {
            Problem problem = problem(e);
            if (problem instanceof Problem.Cancelled && !limit.passed()) {
                throw new InterruptedException();
            }
            Problem told = limit.passed() ? tooSlow() : problem;
            doubt.failed(told);
            tell(view.server(), view.evidence(), trouble(told));
        }
    }

    /** Whatever a server answers, the next look may find it well. */
    private Problem problem(RuntimeException e) {
        if (e instanceof EngineException known) {
            return known.problem();
        }
        // The message stays out: it may have what the server said.
        LOG.warn(
                "A look at a server failed: {} at {}",
                e.getClass().getName(),
                e.getStackTrace().length == 0 ? "?" : e.getStackTrace()[0]);
        return new Problem.Upstream(
                "The server answered with something that cannot be read. Check that the kind of server is the right one.",
                502);
    }

    private Probe.Known known(Site site) {
        Optional<RemoteServer> kind = kind();
        if (kind.isEmpty()) {
            return recognised(site);
        }
        if (connection.server().isEmpty() && doubt.strong()) {
            anew(site, kind.get());
        }
        return new Probe.Known(kind().orElse(kind.get()), view.evidence());
    }

    private Probe.Known recognised(Site site) {
        Site asked = site.remembering();
        return shared.probe()
                .recognise(connection, asked)
                .orElseThrow(() -> new EngineException(asked.refused() ? locked() : unknown()));
    }

    /** Another server may listen there by now; if it does, nothing is left of what was seen. */
    private void anew(Site site, RemoteServer before) {
        Site asked = site.remembering();
        Optional<Probe.Known> found = shared.probe().recognise(connection, asked);
        doubt.asked();
        if (asked.starting() || found.isEmpty() || found.get().server() == before) {
            return;
        }
        Health health = view.health();
        if (health instanceof Health.Troubled(Problem problem, Instant since, var _, Instant at)) {
            health = new Health.Troubled(problem, since, null, at);
        }
        view =
                new ConnectionView(
                        connection,
                        found.get().server().id(),
                        "It was %s until %s. %s"
                                .formatted(before.label(), until(health), found.get().evidence()),
                        health);
        LOG.info("Another kind of server listens at the address of a connection");
    }

    private String until(Health health) {
        Instant now = shared.clock().instant();
        Instant end = health instanceof Health.Troubled troubled ? troubled.since() : now;
        ZonedDateTime local = end.atZone(ZoneId.systemDefault());
        boolean today = local.toLocalDate().equals(LocalDate.ofInstant(now, local.getZone()));
        return (today ? TIME : DAY_AND_TIME).format(local);
    }

    private Duration pause(Health health) {
        return switch (health) {
            case Health.Troubled troubled -> longer(troubled);
            case Health.Well well -> most(every(), well.took().multipliedBy(SPARING));
            case Health.Unknown _ -> every();
        };
    }

    private static Duration most(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? other : one;
    }

    /** Waits, and tells whether somebody asked for a look meanwhile. */
    private boolean rung(Duration pause) throws InterruptedException {
        boolean rung = bell.tryAcquire(pause.toMillis(), TimeUnit.MILLISECONDS);
        bell.drainPermits();
        return rung;
    }

    private Duration every() {
        Optional<ServerLook> seen = view.health().seen();
        return kind().flatMap(kind -> seen.map(kind::every)).orElse(RemoteServer.EVERY);
    }

    /** As long again as the trouble lasts, so that a server that is off for days costs little. */
    private Duration longer(Health.Troubled troubled) {
        Duration lasted = Duration.between(troubled.since(), shared.clock().instant());
        return most(every(), lasted.compareTo(LONGEST) > 0 ? LONGEST : lasted);
    }

    private Health trouble(Problem problem) {
        Instant now = shared.clock().instant();
        return switch (view.health()) {
            case Health.Troubled(Problem _, Instant since, var last, Instant _) ->
                    new Health.Troubled(problem, since, last, now);
            case Health.Well well -> new Health.Troubled(problem, now, well.look(), now);
            case Health.Unknown _ -> new Health.Troubled(problem, now, null, now);
        };
    }

    private void tell(String server, String evidence, Health health) {
        view = new ConnectionView(connection, server, evidence, health);
        told.accept(view);
    }

    private static Problem tooSlow() {
        return new Problem.TimedOut(
                "The server did not tell what it serves within %d seconds. It may be overloaded."
                        .formatted(PATIENCE.toSeconds()),
                PATIENCE);
    }

    private static Problem locked() {
        return new Problem.Unauthenticated(
                "The server wants a key, or another one, before it tells what it is. Give it one under \"Authentication\", or choose the kind of server.");
    }

    private static Problem unknown() {
        return new Problem.Unsupported(
                "Something answers there, but it is no server that Modeldeck knows. Check the address, or choose the kind of server.");
    }

    /** Ends it; a call that runs is cut. Returns at once. */
    @Override
    public void close() {
        thread.interrupt();
    }

    /** Waits until it has ended, for a while at most. */
    void awaitEnd() {
        try {
            thread.join(LAST_WORDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
