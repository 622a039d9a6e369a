internal import Tensors

/// Durations of what the shell runs.
enum Clock {
  static var seconds: Double { MonotonicClock.seconds }

  /// A duration in the unit that suits it: `85 ns`, `1.2 ms`, `3.4 s`.
  static func text(_ seconds: Double) -> String {
    func rounded(_ value: Double) -> String {
      value >= 100 ? "\(Int(value.rounded()))" : "\((value * 10).rounded() / 10)"
    }
    if seconds < 1e-6 { return "\(Int((seconds * 1e9).rounded())) ns" }
    if seconds < 1e-5 { return rounded(seconds * 1e6) + " µs" }
    if seconds < 1e-3 { return "\(Int((seconds * 1e6).rounded())) µs" }
    if seconds < 1 { return rounded(seconds * 1e3) + " ms" }
    return rounded(seconds) + " s"
  }
}
