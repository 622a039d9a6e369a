internal import Files
internal import Glibc
internal import Runtime

/// What a cell cost: `2.31 s, +48 MB, peak 210 MB`.
struct CellCost {
  let seconds: Double
  /// Bytes that stay in memory after the cell, and the most that were in memory during it; `nil` where
  /// the system does not tell.
  let kept: Int?
  let peak: Int?

  /// Seconds from which on a cell is told what it cost.
  static let threshold = 1.0

  /// The note, without parentheses.
  var text: String {
    var parts = [Clock.text(seconds)]
    if let kept, kept.magnitude >= Self.megabyte {
      parts.append((kept < 0 ? "-" : "+") + Self.text(Int(kept.magnitude)))
    }
    if let peak { parts.append("peak " + Self.text(peak)) }
    return parts.joined(separator: ", ")
  }

  private static let megabyte = 1 << 20

  private static func text(_ bytes: Int) -> String {
    let megabytes = Double(bytes) / Double(megabyte)
    return megabytes < 1024
      ? "\(Int(megabytes.rounded())) MB" : NumberFormat.fixed(megabytes / 1024, 1) + " GB"
  }

  /// Whether a cell's freed memory is given back to the system: the pieces that the workspaces of
  /// trainings leave in the heap would add up over a day, however short each cell.
  private static func leavesPieces(after seconds: Double, _ kept: Int?) -> Bool {
    seconds >= 0.05 || kept.map { $0 >= megabyte } ?? false
  }

  /// Measures from its making to `finish`.
  struct Meter {
    private let before: Int?
    private let start: Double

    init() {
      ProcessMemory.resetPeak()
      before = ProcessMemory.resident
      start = Clock.seconds
    }

    /// What it cost since.
    func finish() -> CellCost {
      let seconds = Clock.seconds - start
      let peak = ProcessMemory.peak
      if leavesPieces(after: seconds, kept) { ProcessMemory.giveBack() }
      return CellCost(seconds: seconds, kept: kept, peak: peak)
    }

    /// Bytes that came since and stay.
    private var kept: Int? {
      before.flatMap { before in ProcessMemory.resident.map { $0 - before } }
    }
  }
}

/// What the system says of the memory of this process.
enum ProcessMemory {
  /// Bytes in memory now.
  static var resident: Int? { field("VmRSS:") }

  /// The most since the start, or since `resetPeak` where the system allows that.
  static var peak: Int? { field("VmHWM:") }

  /// Lets the peak begin anew.
  static func resetPeak() {
    let descriptor = open("/proc/self/clear_refs", O_WRONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    _ = Glibc.write(descriptor, "5", 1)
    close(descriptor)
  }

  /// The C library's `malloc_trim`, which not every C library has and no header that Swift sees names.
  private static let trim = dlsym(dlopen(nil, RTLD_NOW), "malloc_trim").map {
    unsafeBitCast($0, to: (@convention(c) (Int) -> Int32).self)
  }

  /// Gives free memory back to the system.
  static func giveBack() { _ = trim?(0) }

  private static func field(_ name: String) -> Int? {
    guard let bytes = try? File.read("/proc/self/status") else { return nil }
    for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n")
    where line.hasPrefix(name) {
      return line.split { !$0.isNumber }.first.flatMap { Int($0) }.map { $0 << 10 }
    }
    return nil
  }
}
