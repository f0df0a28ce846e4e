// SPDX-License-Identifier: Apache-2.0

/// Something that whoever applied a change should now do; the reducer itself does nothing.
public enum StatusEffect: Hashable, Sendable {
    /// Put a job for this lane into its queue.
    case enqueue(Lane)
    /// Make this generation visible, then report ``StatusChange/published``.
    case publish(generation: Int)
    /// Remove index entries of generations below this one; a search no longer sees them.
    case sweep(generationsBelow: Int)
    /// Tell running work to stop.
    case stopWork
}
