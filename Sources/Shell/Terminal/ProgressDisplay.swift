internal import Charts
internal import Glibc
internal import Runtime
internal import StandardLibrary
internal import Synchronization
internal import Tensors

/// Shows a person how far a long run is.
///
/// All of it goes to standard error. In a terminal that is one line, drawn over itself and erased when
/// the run is over; a run that was stopped leaves it as it stood. Elsewhere it is one plain line for
/// each tenth of the work, or every ten seconds where nobody knows how much there is.
final class ProgressDisplay: Sendable {
  /// Where and how the display is drawn.
  enum Style: Sendable {
    /// One line, redrawn in place.
    case line(DrawingOptions)
    /// A line after a line.
    case log
  }

  private struct State {
    /// Whether the line stands on the screen.
    var isDrawn = false
    /// Whether other output ends within a line, which must not be drawn over.
    var isWithinLine = false
    /// Tenths that were told of the current run, or tens of seconds.
    var tenths = 0
  }

  private let style: Style
  private let fixedWidth: Int?
  private let state = Mutex(State())

  /// A display for output of so many columns; without them the terminal is asked.
  init(_ style: Style, width: Int? = nil) {
    self.style = style
    fixedWidth = width
  }

  /// Begins to show runs that take longer than so many seconds.
  func start(after silence: Double = 0.3) {
    Progress.watch(silence: silence) { [self] in show($0) }
  }

  /// Writes other output to standard output; the line makes room for it.
  ///
  /// - Returns: the system's error code, 0 when all went well.
  @discardableResult
  func write(_ text: String) -> Int32 {
    guard !text.isEmpty else { return 0 }
    return state.withLock { state in
      if state.isDrawn { Terminal.writeError(Self.erasure) }
      state.isDrawn = false
      state.isWithinLine = text.utf8.last != UInt8(ascii: "\n")
      // Before anybody else draws.
      return Terminal.write(text)
    }
  }

  /// Told before a cell is run, when the cursor is at the left edge.
  func beginCell() { state.withLock { $0 = State() } }

  // MARK: - Drawing

  /// To the left edge, and away with what stands there.
  private static let erasure = "\r\u{1B}[K"

  private func show(_ event: ProgressEvent) {
    switch (style, event) {
    case (.line(let options), .report(let report)): redraw(report, options)
    case (.line, .ended(let isComplete)): endLine(isComplete: isComplete)
    case (.log, .report(let report)): log(report)
    case (.log, .ended): state.withLock { $0.tenths = 0 }
    }
  }

  private func redraw(_ report: ProgressReport, _ options: DrawingOptions) {
    // What the terminal echoed for Ctrl-C stays on the screen.
    guard !Interrupt.isRequested else { return }
    // Room for that ^C, and none for a line break by the terminal itself.
    let width = min(fixedWidth ?? Terminal.outputWidth, Terminal.size.columns) - 3
    let line = text(ProgressBar(report), options, width: width)
    state.withLock { state in
      guard !state.isWithinLine else { return }
      state.isDrawn = true
      Terminal.writeError(Self.erasure + line)
    }
  }

  private func endLine(isComplete: Bool) {
    state.withLock { state in
      guard state.isDrawn else { return }
      state.isDrawn = false
      if isComplete {
        Terminal.writeError(Self.erasure)
      } else if !Interrupt.isRequested {
        // Whoever reports an interruption begins with a line break of his own.
        Terminal.writeError("\n")
      }
    }
  }

  private func log(_ report: ProgressReport) {
    let tenths = Int(report.total == nil ? min(report.seconds, 1e9) / 10 : report.fraction * 10)
    let isNew = state.withLock { state -> Bool in
      guard tenths > state.tenths else { return false }
      state.tenths = tenths
      return true
    }
    if isNew { Terminal.writeError(ProgressBar(report).plainLine + "\n") }
  }
}

extension ProgressBar {
  init(_ report: ProgressReport) {
    self.init(
      report.title, done: report.done, total: report.total, fraction: report.fraction,
      figures: report.figures.values.map { Figure($0.name, $0.value) },
      trend: report.figures.trend, secondsLeft: report.secondsLeft, seconds: report.seconds)
  }
}

extension ProgressDisplay {
  /// The display of a program: a bar where a person looks at standard error.
  convenience init(_ arguments: CommandLineArguments, display: DisplayOptions) {
    let isLog = isatty(2) == 0 || Terminal.isDumb
    var display = display
    if !Terminal.errorsAllowColor { display.color = .none }
    self.init(isLog ? .log : .line(DrawingOptions(display)), width: arguments.width)
  }
}
