// SPDX-License-Identifier: Apache-2.0
internal import Foundation

/// The processor time of the calling thread.
///
/// On a machine that others use too, it leaves out the time in which the thread was kept from running, which wall time
/// counts. It says nothing about work that the thread hands to others.
public enum ThreadClock {
    /// The processor time that the calling thread has used so far, in seconds.
    public static var seconds: Double {
        var time = timespec()
        unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    }

    /// Measures one call.
    ///
    /// - Parameter body: The work; all of it on the calling thread.
    /// - Returns: The processor time in seconds.
    public static func measure(_ body: () throws -> Void) rethrows -> Double {
        let start = seconds
        try body()
        return seconds - start
    }
}
