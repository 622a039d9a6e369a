internal import Charts
internal import Diagnostics
internal import Files
internal import Glibc
internal import Runtime
internal import Stepping
internal import Tensors

/// The program: arguments in, exit code out.
package enum Program {
  package static func main(_ arguments: [String], environment: [String: String]) -> Int32 {
    Terminal.claimDescriptors()
    Terminal.prepareLocale()
    let parsed: CommandLineArguments
    do {
      parsed = try CommandLineArguments(arguments)
    } catch {
      Terminal.writeError("tandem: \(error.message)\n")
      return 2
    }
    if let root = parsed.root, !File.isFolder(root) {
      Terminal.writeError("tandem: --root needs a folder, \(root) is none\n")
      return 2
    }
    if let threads = parsed.threads { Parallel.threadCount = threads }
    let display = displayOptions(parsed, environment)
    Signals.install()
    return perform(parsed, display)
  }

  private static func perform(_ arguments: CommandLineArguments, _ display: DisplayOptions) -> Int32
  {
    let progress = ProgressDisplay(arguments, display: display)
    let runner = ProgramRunner(arguments, display: display, progress: progress)
    // Who is not looking wants to hear of what takes long alone.
    progress.start(after: arguments.showsProgress || isatty(2) == 1 ? 0.3 : 1)
    switch arguments.action {
    case .help:
      Terminal.write(CommandLineArguments.help)
      return 0
    case .version:
      Terminal.write("tandem \(Version.text)\n")
      return 0
    case .evaluate(let code): return runner.run(code, name: "-e")
    case .standardInput: return runner.runStandardInput()
    case .run(let file, let json): return runner.runFile(file, json: json)
    case .check(let files): return runner.check(files)
    case .record(let files): return runner.record(files)
    case .convert(let conversion): return runner.convert(conversion)
    case .tutorial(let name):
      return TutorialShell(arguments, display: display).run(name)
    case .shell:
      guard Terminal.isInteractive else { return runner.runStandardInput() }
      return InteractiveShell(arguments, display: display).run()
    }
  }

  /// What the output can show: options first, then the surroundings.
  private static func displayOptions(
    _ arguments: CommandLineArguments, _ environment: [String: String]
  ) -> DisplayOptions {
    let isTerminal = isatty(1) == 1
    let found = DrawingOptions.detected(
      environment: environment, isTerminal: isTerminal,
      columns: isTerminal ? Terminal.size.columns : nil)
    var display = DisplayOptions(
      width: arguments.width ?? (isTerminal ? Terminal.outputWidth : 80),
      color: DisplayOptions.Color(found.color), glyphs: DisplayOptions.Glyphs(found.glyphs),
      depth: DisplayOptions.Color(found.depth), isLight: found.background == .light,
      ambiguous: arguments.ambiguous ?? found.ambiguous)
    switch arguments.coloring {
    case .auto: break
    case .always: if display.color == .none { display.color = display.depth }
    case .never: display.color = .none
    }
    if let glyphs = arguments.glyphs { display.glyphs = DisplayOptions.Glyphs(glyphs) }
    return display
  }
}

extension DisplayOptions.Color {
  init(_ color: DrawingOptions.Color) {
    switch color {
    case .none: self = .none
    case .ansi16: self = .ansi16
    case .ansi256: self = .ansi256
    case .trueColor: self = .trueColor
    }
  }
}

extension DisplayOptions.Glyphs {
  init(_ glyphs: DrawingOptions.GlyphSet) {
    switch glyphs {
    case .braille: self = .braille
    case .block: self = .block
    case .ascii: self = .ascii
    }
  }
}
