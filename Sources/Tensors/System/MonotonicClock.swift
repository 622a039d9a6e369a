internal import Glibc

/// A clock that only goes forward; its differences are durations.
package enum MonotonicClock {
  /// Seconds since some fixed moment.
  package static var seconds: Double {
    var now = timespec()
    clock_gettime(CLOCK_MONOTONIC, &now)
    return Double(now.tv_sec) + Double(now.tv_nsec) * 1e-9
  }
}
