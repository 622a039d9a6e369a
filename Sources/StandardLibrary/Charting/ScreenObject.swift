package import Charts
package import Runtime

/// A stage of an algorithm as it is drawn, or a part of one: what `screen`, `panel`, `why` and
/// `errors` give.
package struct ScreenObject: LanguageObject, ValueConvertible {
  package static let typeName = "screen"

  /// What is drawn.
  package enum Content: Sendable {
    case screen(Screen)
    /// A screen that stands for itself, without the keys that go on from it.
    case report(Screen)
    case panel(Panel)
  }

  package let content: Content
  /// Figures behind the drawing that a program may read.
  let figures: [(name: String, value: Value)]

  init(_ content: Content, figures: [(name: String, value: Value)] = []) {
    self.content = content
    self.figures = figures
  }

  package var typeName: String { ScreenObject.typeName }

  package var summary: String {
    screen.map { "<screen \"\($0.title)\">" } ?? "<panel>"
  }

  package var fieldNames: [String] {
    figures.map(\.name) + (screen == nil ? [] : ["title", "position"])
  }

  private var screen: Screen? {
    switch content {
    case .screen(let screen), .report(let screen): screen
    case .panel: nil
    }
  }

  package func field(_ name: String) throws -> Value? {
    if let figure = figures.first(where: { $0.name == name }) { return figure.value }
    guard let screen else { return nil }
    switch name {
    case "title": return .text(screen.title)
    case "position": return .text(screen.position)
    default: return nil
    }
  }

  package func display(_ options: DisplayOptions) -> String { drawn(DrawingOptions(options)) }

  func drawn(_ options: DrawingOptions) -> String {
    switch content {
    case .screen(let screen): Charts.text(screen, options)
    case .report(let screen):
      Self.panels(screen).map { Charts.text($0, options) }.joined(separator: "\n")
    case .panel(let panel): Charts.text(panel, options)
    }
  }

  /// A report as panels below each other.
  private static func panels(_ screen: Screen) -> [Panel] {
    [.lines([StyledText(screen.title, .title)])] + screen.panels + [.lines(screen.why)]
  }

  package func isEqual(to other: any LanguageObject) -> Bool {
    guard let other = other as? ScreenObject, summary == other.summary else { return false }
    return drawn(DrawingOptions(width: 100)) == other.drawn(DrawingOptions(width: 100))
  }
}

extension ScreenObject: Drawing {
  func document(_ format: DrawingFormat) throws -> String {
    switch format {
    case .svg: picture.svg
    case .html: picture.html
    case .txt: display(DisplayOptions()) + "\n"
    case .csv: try data.csv(of: self)
    }
  }

  private var picture: TextPicture {
    switch content {
    case .screen(let screen): TextPicture(screen)
    case .report(let screen):
      TextPicture(title: screen.title, panels: Self.panels(screen))
    case .panel(let panel): TextPicture(title: "panel", panels: [panel])
    }
  }

  private var data: [DataTable] {
    switch content {
    case .screen(let screen), .report(let screen): screen.data
    case .panel(let panel): panel.data
    }
  }
}

extension ScreenObject: Describable {
  var sentence: String {
    guard let screen else { return "A part of a screen." }
    let place = screen.position.isEmpty ? "" : ", \(screen.position)"
    let why = screen.why.map(\.plain).joined(separator: " ")
    return "\(screen.title)\(place)" + (why.isEmpty ? "" : ": \(why)") + "."
  }
}
