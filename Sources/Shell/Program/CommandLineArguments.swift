package import Charts
internal import Files
internal import Notebook
internal import Runtime

/// What the command line asks for.
package struct CommandLineArguments {
  /// What to do.
  package enum Action: Equatable {
    case shell
    case run(file: String, json: String?)
    case evaluate(String)
    case standardInput
    case tutorial(String?)
    case check([String])
    case record([String])
    case convert(Conversion)
    case help
    case version
  }

  /// Documents to be written in another format.
  package struct Conversion: Equatable {
    package var files: [String]
    /// The name of the format; `nil` where the ending of `out` tells.
    package var format: String?
    /// The file to write, `-` for standard output; `nil` for one beside the file that is read.
    package var out: String?
    /// The folder for the files to write; `nil` where they stand beside those that are read.
    package var folder: String?
    package var runsCells = true
    /// Whether documents are made of other files, which never replaces one unasked.
    package var isImport = false
  }

  /// A name given a value from outside.
  package struct Setting: Equatable {
    package let name: String
    package let text: String
  }

  package var action = Action.shell
  package var settings: [Setting] = []
  package var seed: UInt64 = 0
  /// Whether the seed was given, and so wins over that of a notebook.
  package var hasSeed = false
  package var threads: Int?
  package var coloring = Look.Coloring.auto
  package var glyphs: DrawingOptions.GlyphSet?
  package var ambiguous: Int?
  package var width: Int?
  package var timeLimit: Double?
  package var showsProgress = false
  package var isReadOnly = false
  package var root: String?

  /// Wrong usage: a sentence for standard error, exit code 2.
  package struct UsageError: Error, Equatable {
    package let message: String
  }

  /// Reads the arguments behind the program's name.
  package init(_ arguments: [String]) throws(UsageError) {
    var rest = arguments[...]
    var words: [String] = []
    var code: String?
    var json: String?
    var conversion = Conversion(files: [])
    var isPlain = false
    while let argument = rest.popFirst() {
      if isPlain || !argument.hasPrefix("-") || argument == "-" {
        words.append(argument)
        continue
      }
      if argument == "--" {
        isPlain = true
        continue
      }
      guard let option = CommandLineOption(rawValue: argument == "-h" ? "--help" : argument) else {
        throw UsageError(message: "unknown option \(argument); tandem --help lists the options")
      }
      switch option {
      case .code: code = try Self.value(of: argument, &rest)
      case .json: json = try Self.value(of: argument, &rest)
      case .to: conversion.format = try Self.format(try Self.value(of: argument, &rest))
      case .out: conversion.out = try Self.value(of: argument, &rest)
      case .noRun: conversion.runsCells = false
      case .set: settings.append(try Self.setting(try Self.value(of: argument, &rest)))
      case .help: action = .help
      case .version: action = .version
      case .noColor: coloring = .never
      case .ascii: glyphs = .ascii
      case .color: coloring = try Self.word(argument, &rest) ?? .auto
      case .glyphs: glyphs = try Self.word(argument, &rest)
      case .ambiguous: ambiguous = Int(try Self.number(argument, &rest, 1...2))
      case .progress: showsProgress = true
      case .readOnly: isReadOnly = true
      case .seed:
        seed = UInt64(try Self.number(argument, &rest, 0...9_007_199_254_740_991))
        hasSeed = true
      case .threads: threads = Int(try Self.number(argument, &rest, 1...1024))
      case .width: width = Int(try Self.number(argument, &rest, 20...10_000))
      case .timeLimit: timeLimit = try Self.number(argument, &rest, 0.001...1e9, isWhole: false)
      case .root: root = try Self.value(of: argument, &rest)
      }
    }
    if action == .shell {
      action = try Self.action(words, code: code, json: json, conversion: conversion)
    }
    if case .convert = action {
    } else if conversion != Conversion(files: []), action != .help, action != .version {
      throw UsageError(message: "--to, -o and --no-run go with tandem export FILE")
    }
    if case .run = action {
    } else if json != nil, action != .help, action != .version {
      throw UsageError(message: "--json goes with tandem run FILE")
    }
  }

  private static func action(
    _ words: [String], code: String?, json: String?, conversion: Conversion
  ) throws(UsageError) -> Action {
    if let code {
      guard words.isEmpty else {
        throw UsageError(message: "-e runs code alone; found \(words[0]) as well")
      }
      return .evaluate(code)
    }
    guard let first = words.first else { return .shell }
    let others = Array(words.dropFirst())
    switch first {
    case "-" where others.isEmpty: return .standardInput
    case "run":
      guard others.count == 1 else { throw UsageError(message: "tandem run takes one file") }
      return .run(file: others[0], json: json)
    case "tutorial":
      guard others.count <= 1 else { throw UsageError(message: "tandem tutorial takes one name") }
      return .tutorial(others.first)
    case "check", "record":
      guard !others.isEmpty else { throw UsageError(message: "tandem \(first) needs a file") }
      return first == "check" ? .check(others) : .record(others)
    case "export", "import":
      return .convert(try Self.conversion(conversion, others, isImport: first == "import"))
    default:
      guard others.isEmpty else {
        throw UsageError(message: "one file at a time, found \(first) and \(others[0])")
      }
      return .run(file: first, json: json)
    }
  }

  private static func conversion(
    _ options: Conversion, _ files: [String], isImport: Bool
  ) throws(UsageError) -> Conversion {
    var result = options
    var files = files
    let verb = isImport ? "import" : "export"
    if let out = result.out, out != "-", isFolder(out) {
      (result.folder, result.out) = (out, nil)
    } else if result.out == nil, files.count > 1, let last = files.last, isFolder(last) {
      result.folder = files.removeLast()
    }
    guard !files.isEmpty else { throw UsageError(message: "tandem \(verb) needs a file") }
    guard files.count == 1 || result.out == nil || result.out == "-" else {
      throw UsageError(
        message: "-o names the result of one file, found \(files.count) files; a folder ends in /")
    }
    result.files = files
    result.isImport = isImport
    if isImport {
      guard options.format == nil || options.format == "md" else {
        throw UsageError(message: "tandem import writes .md; tandem export FILE --to writes others")
      }
      result.format = "md"
    } else if options.format == nil {
      guard let format = options.out.flatMap(DocumentFormat.of) else {
        throw UsageError(message: "tandem export needs --to \(DocumentFormat.names)")
      }
      result.format = format.name
    }
    return result
  }

  /// Whether a word of the command line names a folder: one that is there, or one to be made.
  private static func isFolder(_ word: String) -> Bool {
    word.hasSuffix("/") || File.isFolder(word)
      || DocumentFormat.of(word) == nil && !File.exists(word)
  }

  private static func format(_ name: String) throws(UsageError) -> String {
    guard DocumentFormat.all.contains(where: { $0.name == name }) else {
      throw UsageError(message: "--to needs \(DocumentFormat.names), found \(name)")
    }
    return name
  }

  private static func value(
    of option: String, _ rest: inout ArraySlice<String>
  )
    throws(UsageError) -> String
  {
    guard let value = rest.popFirst() else { throw UsageError(message: "\(option) needs a value") }
    return value
  }

  /// One of a few words; `nil` stands for `auto`.
  private static func word<Word: RawRepresentable<String> & CaseIterable>(
    _ option: String, _ rest: inout ArraySlice<String>
  ) throws(UsageError) -> Word? {
    let text = try value(of: option, &rest)
    if let word = Word(rawValue: text) { return word }
    guard text == "auto" else {
      let words = Word.allCases.map(\.rawValue).filter { $0 != "auto" }.joined(separator: ", ")
      throw UsageError(message: "\(option) needs one of auto, \(words), found \(text)")
    }
    return nil
  }

  private static func number(
    _ option: String, _ rest: inout ArraySlice<String>, _ range: ClosedRange<Double>,
    isWhole: Bool = true
  ) throws(UsageError) -> Double {
    let text = try value(of: option, &rest)
    guard let number = Double(text), range.contains(number),
      !isWhole || number == number.rounded()
    else {
      throw UsageError(
        message: "\(option) needs a \(isWhole ? "whole " : "")number from "
          + "\(NumberFormat.plain(range.lowerBound)) to \(NumberFormat.plain(range.upperBound)), "
          + "found \(text)")
    }
    return number
  }

  private static func setting(_ text: String) throws(UsageError) -> Setting {
    guard let equals = text.firstIndex(of: "="), equals > text.startIndex else {
      throw UsageError(message: "--set is written --set name=value, found \(text)")
    }
    let name = String(text[..<equals])
    let isName =
      name.first.map { $0.isLetter || $0 == "_" } ?? false
      && name.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" }
    guard isName else { throw UsageError(message: "--set: \(name) is no name") }
    return Setting(name: name, text: String(text[text.index(after: equals)...]))
  }

  /// What `--help` prints.
  package static let help: String = {
    let forms = CommandLineForm.all.map { ($0.usage, $0.summary) }
    let options = CommandLineOption.allCases.filter { $0 != .code }.map { ($0.usage, $0.summary) }
    func rows(_ entries: [(usage: String, summary: String)]) -> String {
      let width = entries.map(\.usage.count).max() ?? 0
      return entries.map { usage, summary in
        "  \(usage)\(String(repeating: " ", count: width - usage.count))  \(summary)\n"
      }.joined()
    }
    return "Tandem: learn many outputs at once, one visible step at a time.\n\n" + rows(forms)
      + "\n" + rows(options) + "\n" + CommandLineForm.exitCodes + "\n"
  }()
}
