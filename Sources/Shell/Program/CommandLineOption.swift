internal import Notebook

/// An option of the command line; the raw value is its spelling.
package enum CommandLineOption: String, CaseIterable, Sendable {
  case code = "-e"
  case set = "--set"
  case json = "--json"
  case to = "--to"
  case out = "-o"
  case noRun = "--no-run"
  case seed = "--seed"
  case threads = "--threads"
  case width = "--width"
  case noColor = "--no-color"
  case ascii = "--ascii"
  case color = "--color"
  case glyphs = "--glyphs"
  case ambiguous = "--ambiguous"
  case progress = "--progress"
  case timeLimit = "--time-limit"
  case readOnly = "--read-only"
  case root = "--root"
  case help = "--help"
  case version = "--version"

  /// The option with what follows it.
  package var usage: String { value.map { "\(rawValue) \($0)" } ?? rawValue }

  /// What follows the option; `nil` for one that stands alone.
  private var value: String? {
    switch self {
    case .code: "'CODE'"
    case .set: "name=value"
    case .json, .out: "OUT"
    case .to: "FORMAT"
    case .seed, .threads, .width, .ambiguous: "N"
    case .color, .glyphs: "WORD"
    case .timeLimit: "S"
    case .root: "DIR"
    case .noColor, .ascii, .progress, .noRun, .readOnly, .help, .version: nil
    }
  }

  /// What it does, in half a sentence.
  package var summary: String {
    switch self {
    case .code: "run code; values of bare expressions are shown"
    case .set: "give a name its value, instead of the file's first assignment to it"
    case .json: "with run: write the variables to a file as JSON"
    case .to: "with export: \(DocumentFormat.names)"
    case .out: "with export and import: the file or folder to write, - for standard output"
    case .noRun: "with export: show what is recorded, run nothing"
    case .seed: "start of the random numbers (0)"
    case .threads: "threads of large computations (one a processor); results stay the same"
    case .width: "columns of the output (the terminal's; 80 in a pipe)"
    case .noColor: "no colours"
    case .ascii: "printable ASCII only"
    case .color: "auto, always or never: colours on terminals, everywhere or nowhere"
    case .glyphs: "auto, braille, block or ascii: what charts are drawn with"
    case .ambiguous: "1 or 2 columns for characters such as │ and ×"
    case .progress: "say sooner on standard error how far long runs are"
    case .timeLimit: "stop a run after S seconds"
    case .readOnly: "forbid every write"
    case .root: "confine reads and writes to a folder"
    case .help: "print the list of commands and options"
    case .version: "print the version"
    }
  }

  /// What more there is to say, for its page of help.
  package var details: String {
    switch self {
    case .set:
      "The value is read as an expression, and as a string when it is none: --set rate=0.1, --set "
        + "'layers=[64, 32]', --set data=emotions.arff, --set 'title=two words'. May be given many "
        + "times. A name that the program neither sets nor reads is wrong usage."
    case .json:
      "Tensors become nested arrays, records objects; numbers keep all their digits; nan, inf, -inf and "
        + "none become null. Functions are left out, models, data sets and charts too, with a note on "
        + "standard error. Where the program sets a record named results, its fields alone are "
        + "written. The file appears whole and only when the program ran to its end. With - the JSON "
        + "goes to standard output and what the program prints to standard error. read_json(path) "
        + "reads it."
    case .to:
      DocumentFormat.all.map { ".\($0.name) is \($0.summary)" }.joined(separator: ", ")
        + ". Notebooks of Jupyter, programs and documents can be read again and are then as before. "
        + "For .html and .ipynb the cells are run, so that charts become pictures; where a run does "
        + "not agree with what is recorded, the recorded text stays and its cell is named."
    case .out:
      "Without it the file stands beside the one that is read, with another ending. A folder, which "
        + "is made where it is missing, may also be the last word: tandem export --to html *.md site/ "
        + "makes pages that lead to each other, and index.html of README.md or else with the list of "
        + "them."
    case .seed: "A notebook's header gives its own, over which the option wins in a run."
    case .progress:
      "A line for each tenth of a run that takes longer than 0.3 s (without the option 1 s), or every "
        + "ten seconds where nobody knows how much there is. Where standard error is a terminal a bar "
        + "is drawn there instead."
    case .timeLimit: "What runs is stopped with an error and its cell is undone."
    case .readOnly:
      "Scripts, :save, record, export, import and --json fail where they would write; no history, "
        + "journal or progress is kept."
    case .root:
      "Whatever lies outside is neither read nor written, by links and .. neither: by functions, "
        + "import, :open, :save, :tutorial, record, export and --json. The program named on the "
        + "command line may lie anywhere. History, journal and progress are kept only within the "
        + "folder."
    case .color:
      "Without it NO_COLOR, CLICOLOR_FORCE, FORCE_COLOR, TERM and COLORTERM decide; COLORFGBG tells "
        + "whether the background is light."
    case .glyphs:
      "Without it braille in a UTF-8 locale, blocks on the Linux console, ASCII where TERM is dumb."
    case .ambiguous:
      "Terminals for East Asian languages draw the characters that Unicode calls ambiguous in two "
        + "columns; charts then do without them. Without it the variable TANDEM_AMBIGUOUS decides."
    case .code, .noRun, .threads, .width, .noColor, .ascii, .help, .version: ""
    }
  }
}

/// A way to call the program, as the list of `--help` shows it.
package struct CommandLineForm: Sendable {
  package let usage: String
  package let summary: String

  /// Every way.
  package static let all: [CommandLineForm] = [
    CommandLineForm(usage: "tandem", summary: "the interactive shell"),
    CommandLineForm(usage: "tandem FILE", summary: "run a script (.tdm) or a notebook (.md)"),
    CommandLineForm(
      usage: "tandem run FILE", summary: "the same, with --set name=value and --json OUT"),
    CommandLineForm(usage: "tandem -e 'CODE'", summary: CommandLineOption.code.summary),
    CommandLineForm(usage: "tandem -", summary: "run standard input"),
    CommandLineForm(
      usage: "tandem tutorial [NAME]", summary: "list the tutorials, or step through one"),
    CommandLineForm(
      usage: "tandem check FILE…", summary: "run notebooks, compare with their recorded outputs"),
    CommandLineForm(
      usage: "tandem record FILE…", summary: "run notebooks, write the outputs into them"),
    CommandLineForm(
      usage: "tandem export FILE… [DIR]",
      summary: "write notebooks in another format (--to, -o, --no-run)"),
    CommandLineForm(
      usage: "tandem import FILE…", summary: "make notebooks of .ipynb and .tdm files"),
  ]

  /// What the exit code says.
  package static let exitCodes =
    "Exit codes: 0 fine, 1 the program failed, 2 wrong usage, 130 interrupted."
}
