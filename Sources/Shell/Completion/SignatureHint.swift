internal import Runtime
internal import Syntax

/// A line about what is being typed, with the part that it is about now.
package struct EditorHint: Sendable, Equatable, ExpressibleByStringLiteral {
  /// What stands before the part that is meant now, the part, and what follows.
  package var before: String
  package var current: String
  package var after: String
  /// Whether it goes on with the text itself, and so stands close to it.
  package var isContinuation = false

  package init(before: String, current: String = "", after: String = "") {
    self.before = before
    self.current = current
    self.after = after
  }

  package init(stringLiteral text: String) { self.init(before: text) }

  var text: String { before + current + after }

  /// The hint cut to a width such that the current part shows; `nil` where not even a word would.
  func shortened(to width: Int) -> EditorHint? {
    guard width >= 8 else { return nil }
    if Terminal.width(of: text) <= width { return self }
    if current.isEmpty {
      var hint = self
      (hint.before, hint.after) = (Highlighter.truncated(text, to: width), "")
      return hint
    }
    let needed = Terminal.width(of: before) + Terminal.width(of: current)
    if needed < width {
      let room = width - needed
      return EditorHint(
        before: before, current: current, after: Highlighter.truncated(after, to: room))
    }
    // What comes before gives way to what is typed now.
    let name = before.prefix { $0 != "(" }
    let head = before.hasPrefix(name + "(") ? name + "(…, " : "…"
    let room = width - Terminal.width(of: String(head))
    guard room >= 4 else {
      return EditorHint(before: Highlighter.truncated(text, to: width))
    }
    let shown = Highlighter.truncated(current, to: room)
    let rest = max(0, room - Terminal.width(of: shown))
    return EditorHint(
      before: String(head), current: shown,
      after: rest > 1 ? Highlighter.truncated(after, to: rest) : "")
  }
}

extension Completer {
  /// The signature of the call around the cursor with the argument at the cursor, or the usage of
  /// the command that is typed.
  func hint(_ text: String, _ cursor: Int) -> EditorHint? {
    let bytes = Array(text.utf8)
    let before = String(decoding: bytes[..<min(cursor, bytes.count)], as: UTF8.self)
    if before.hasPrefix("?") { return nil }
    return before.hasPrefix(":") ? commandHint(before) : codeHint(before)
  }

  private func codeHint(_ before: String) -> EditorHint? {
    let context = CursorContext(before)
    guard !context.isInComment else { return nil }
    let place = CompletionPlace(context: context)
    guard let call = place.brackets.last(where: { $0.kind != .group }), call.kind == .call,
      let function = function(of: call)
    else { return nil }
    return Self.hint(on: function, at: call)
  }

  private static func hint(on function: Function, at call: OpenBracket) -> EditorHint {
    let parts = function.parameterSpellings
    let name = function.name ?? "fn"
    guard let index = function.parameterIndex(at: call), parts.indices.contains(index) else {
      return EditorHint(before: "\(name)(\(parts.joined(separator: ", ")))")
    }
    let first = parts[..<index].map { $0 + ", " }.joined()
    let rest = parts[(index + 1)...].map { ", " + $0 }.joined()
    let summary = function.builtin == nil ? "" : "  \(function.parameterInfos[index].summary)"
    return EditorHint(
      before: "\(name)(\(first)", current: parts[index], after: "\(rest))\(summary)")
  }

  private func commandHint(_ before: String) -> EditorHint? {
    guard let blank = before.firstIndex(of: " "),
      let command = commands.command(String(before[..<blank].dropFirst()))
    else { return nil }
    let typed = before[blank...].drop { $0 == " " }
    if !typed.isEmpty { return command.takesCode ? codeHint(String(typed)) : nil }
    return EditorHint(before: "", current: command.usage, after: "  \(command.summary)")
  }
}
