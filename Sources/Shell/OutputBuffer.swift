internal import Diagnostics
internal import Files
internal import Tensors

/// Gathers output so that a program that prints a million lines does not make a million writes.
///
/// When nothing more can be written (a full disk, a closed descriptor) the run is asked to stop.
final class OutputBuffer {
  /// Why output was lost, if it was.
  private(set) var failure: Failure?
  private var text = ""
  private let limit: Int

  /// - Parameter limit: bytes that are gathered before they are written; 0 writes at once.
  init(limit: Int) { self.limit = limit }

  func write(_ part: String) {
    text += part
    if text.utf8.count > limit { flush() }
  }

  func flush() {
    guard !text.isEmpty else { return }
    let code = Terminal.write(text)
    text = ""
    guard code != 0, failure == nil else { return }
    failure = File.failure("write", "standard output", code)
    Interrupt.request()
  }
}
