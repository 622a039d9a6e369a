internal import Diagnostics
internal import Files
internal import Glibc
internal import Synchronization
internal import Tensors

/// Gathers output so that a program that prints a million lines does not make a million writes.
///
/// What was gathered is written when there is much of it or when a tenth of a second has passed, by a
/// thread of its own while the program computes. When nothing more can be written (a full disk, a
/// closed descriptor) the run is asked to stop.
final class OutputBuffer: Sendable {
  private struct State {
    var text = ""
    var failure: Failure?
    /// When something was written last.
    var writtenAt = 0.0
    /// Whether a thread waits to write what is gathered.
    var isAwaited = false
  }

  private let state = Mutex(State())
  private let limit: Int
  /// Writes a text; gives the system's error code, 0 when all went well.
  private let sink: @Sendable (String) -> Int32
  private static let patience = 0.1

  /// - Parameters:
  ///   - limit: bytes that are gathered before they are written; 0 writes at once.
  ///   - sink: writes what was gathered; gives an error code of the system, 0 for none.
  init(limit: Int, sink: @escaping @Sendable (String) -> Int32 = { Terminal.write($0) }) {
    self.limit = limit
    self.sink = sink
  }

  /// Why output was lost, if it was.
  var failure: Failure? { state.withLock { $0.failure } }

  func write(_ part: String) {
    state.withLock { state in
      state.text += part
      if state.text.utf8.count > limit || Clock.seconds - state.writtenAt > Self.patience {
        flush(&state)
      } else if !state.isAwaited {
        state.isAwaited = flushLater()
      }
    }
  }

  func flush() { state.withLock { flush(&$0) } }

  private func flush(_ state: inout State) {
    guard !state.text.isEmpty else { return }
    let code = sink(state.text)
    state.text = ""
    state.writtenAt = Clock.seconds
    guard code != 0, state.failure == nil else { return }
    state.failure = File.failure("write", "standard output", code)
    Interrupt.request()
  }

  /// Starts a thread that writes what is gathered by then; `false` when the system has none left.
  private func flushLater() -> Bool {
    var thread = pthread_t()
    let me = Unmanaged.passRetained(self)
    let code = pthread_create(&thread, nil, OutputBuffer.wait, me.toOpaque())
    guard code == 0 else {
      me.release()
      return false
    }
    pthread_detach(thread)
    return true
  }

  private static let wait: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = {
    guard let argument = $0 else { return nil }
    let buffer = Unmanaged<OutputBuffer>.fromOpaque(argument).takeRetainedValue()
    // Ctrl-C and the clock are for the thread that computes.
    var all = sigset_t()
    sigfillset(&all)
    pthread_sigmask(SIG_BLOCK, &all, nil)
    usleep(UInt32(patience * 1e6))
    buffer.state.withLock { state in
      buffer.flush(&state)
      state.isAwaited = false
    }
    return nil
  }
}
