internal import Glibc

/// What the operating system says about free memory.
enum SystemMemory {
  /// Bytes that this process may still take, or `nil` where the system does not say.
  ///
  /// The smaller of Linux's own estimate and what the control group (a container) leaves.
  static var freeBytes: Int? {
    let machine = text(of: "/proc/meminfo").flatMap { field("MemAvailable:", of: $0) }
      .map { $0 * 1024 }
    let folder = "/sys/fs/cgroup"
    let limit = text(of: "\(folder)/memory.max").flatMap { number($0[...]) }
    let used = text(of: "\(folder)/memory.current").flatMap { number($0[...]) }
    guard let limit, let used else { return machine }
    // Cached files count as used, but make room when memory is asked for.
    let statistics = text(of: "\(folder)/memory.stat") ?? ""
    let cached = ["inactive_file ", "active_file "].reduce(0) {
      $0 + (field($1, of: statistics) ?? 0)
    }
    return min(machine ?? .max, max(limit - max(used - cached, 0), 0))
  }

  /// The number that follows a name at the start of a line.
  static func field(_ name: String, of text: String) -> Int? {
    text.split(separator: "\n").first { $0.hasPrefix(name) }
      .flatMap { number($0.dropFirst(name.count)) }
  }

  /// The first word as a number; `max`, as control groups write no limit, is none.
  static func number(_ text: Substring) -> Int? {
    text.split { $0 == " " || $0 == "\n" }.first.flatMap { Int($0) }
  }

  /// The start of a small file of the system.
  private static func text(of path: String) -> String? {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return nil }
    defer { close(file) }
    let bytes = [UInt8](unsafeUninitializedCapacity: 4096) { target, filled in
      filled = max(read(file, target.baseAddress, 4096), 0)
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
