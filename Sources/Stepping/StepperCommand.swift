/// What a person types while stepping.
package enum StepperCommand: Sendable, Hashable {
  case next(Int)
  case back(Int)
  case runOn
  case toStep(Int)
  case toTarget(String)
  case into
  case out
  case why(String)
  case whatIf(String, Double)
  case show(String)
  case set(String, String)
  /// What may be asked with a command: `show ?`.
  case topics(Topic)
  case stopAt(StepperStop)
  case stops
  /// One break is taken away, or all of them where none is named.
  case clearStops(String)
  case watch(String)
  case watched
  case clearWatched(String)
  case diff
  /// Whether `n` asks first.
  case guessing(Bool)
  /// An answer to the question about the next stage.
  case guess(String)
  case score
  case save(String)
  /// Every so many stages; `nil` leaves the choice to the page.
  case saveRun(String, every: Int?)
  /// An expression with the stage's figures as variables.
  case evaluate(String)
  case redraw(Bool)
  case restart
  case help
  case quit

  /// The commands that answer to `?` with what they take.
  package enum Topic: String, Sendable, CaseIterable {
    case why
    case show
    case whatIf = "what-if"
    case set
  }

  /// A line of help.
  package typealias Usage = (usage: String, meaning: String)

  /// The commands with what they do, in groups, as `help` lists them.
  package static let groups: [(name: String, commands: [Usage])] = [
    (
      "move",
      [
        ("n [k], Enter", "the next stage, or k stages on"),
        ("b [k]", "one stage back, or k"),
        ("c", "run on to the end, or to a break"),
        ("to 12, to sunset", "to the stage after 12 steps, or to the next one of that name"),
        ("into, out", "into a stage's own steps (a link's iterations), and back"),
        ("break loss<0.5", "where c stops; also break row 150; break lists, break off clears"),
        ("restart", "back to the start"),
      ]
    ),
    (
      "ask",
      [
        ("why [x]", "which terms made a figure"),
        ("show X", "a panel that is not on the screen; show ? lists them"),
        ("diff", "the figures that differ from the stage before"),
        ("watch x, y", "keep figures in sight; watch lists, watch off clears"),
        ("= x + 1", "an expression with the stage's figures as variables; also p x"),
        ("guess on", "n asks before it shows a stage; guess is the score, guess off ends it"),
      ]
    ),
    (
      "change",
      [
        ("what-if sky=1", "the same stage with something changed; the run stays as it is"),
        ("set sky=1", "the run changed from here on; b takes it back, set ? lists"),
      ]
    ),
    (
      "other",
      [
        ("save f.html", "the screen as a page, a picture (.svg) or a text (.txt)"),
        ("save run f.html", "all screens as a page to step through; every=5 for every fifth"),
        ("redraw on", "repaint in place; redraw off appends below"),
        ("help", "this list"),
        ("q", "leave; the stepper keeps its place"),
      ]
    ),
  ]

  /// Every command with what it does.
  package static var summary: [Usage] { groups.flatMap(\.commands) }

  /// Words that begin a command, for completion, with what they do.
  package static let words: [Usage] = {
    var words: [Usage] = []
    for entry in summary {
      for part in entry.usage.split(separator: ",") {
        guard let word = part.split(separator: " ").first.map(String.init), names.contains(word),
          !words.contains(where: { $0.usage == word })
        else { continue }
        words.append((word, entry.meaning))
      }
    }
    return words
  }()
}
