/// Gathers output so that a program that prints a million lines does not make a million writes.
final class OutputBuffer {
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
    Terminal.write(text)
    text = ""
  }
}
