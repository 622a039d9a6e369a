internal import Diagnostics
internal import Tensors

/// Whether what a network needs fits beside what is in memory, so that too much is an error and no crash.
enum NetworkMemory {
  /// Expects room for so many doubles.
  ///
  /// - Parameters:
  ///   - count: how many numbers of 8 bytes.
  ///   - subject: what needs them, the subject of the error's sentence.
  ///   - remedy: how to need fewer.
  /// - Throws: `limit` with what is needed and what is free.
  static func check(
    count: Int, _ subject: @autoclosure () -> String, remedy: @autoclosure () -> String? = nil
  ) throws {
    do {
      try TensorMemory.check(count: count, described: "")
    } catch let error as TensorError {
      throw Failure(
        .limit, "\(subject()) does not fit in memory",
        notes: error.notes + (remedy().map { [$0] } ?? []))
    }
  }

  /// a · b, the largest whole number where that is more.
  static func product(_ a: Int, _ b: Int) -> Int {
    let (product, isTooLarge) = a.multipliedReportingOverflow(by: b)
    return isTooLarge ? .max : product
  }
}
