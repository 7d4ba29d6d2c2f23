package dev.modeldeck.engine.kernel;

import oshi.SystemInfo;
import oshi.software.os.OSProcess;

/**
 * Memory that processes have of their own: pages of a mapped weights file are the system's to take
 * back and do not count.
 */
public final class PrivateMemory {

    private PrivateMemory() {}

    /** Of this process, in bytes. */
    public static long ofThisProcess() {
        return of(new SystemInfo().getOperatingSystem().getCurrentProcess());
    }

    /** Where the system does not tell what is private, all that is resident counts. */
    public static long of(OSProcess process) {
        long own = process.getPrivateResidentMemory();
        return own > 0 ? own : process.getResidentMemory();
    }
}
