internal import Charts
internal import Diagnostics
internal import Notebook
internal import Runtime
internal import StandardLibrary
internal import Tensors

/// What the variables are: all of them in a list, or one that is asked about.
extension PromptShell {
  /// Values from so many bytes on are listed with their size.
  private static let notableBytes = 1 << 10

  /// Lists the variables whose names contain a pattern, large ones with their size.
  func listVariables(_ pattern: String) {
    let all = interpreter.userNames
    let names = all.filter { pattern.isEmpty || LineEditorSearch.finds(pattern, in: $0) }
    guard !names.isEmpty else {
      return write(all.isEmpty ? "no variables yet\n" : "no name contains \(pattern)\n")
    }
    let rows = names.compactMap { name in
      interpreter.value(of: name).map { (name, $0, Self.size(of: $0)) }
    }
    let width = min(names.map(\.count).max() ?? 0, 24)
    let sizeWidth = rows.map(\.2.count).max() ?? 0
    for (name, value, size) in rows {
      var line = "  \(name)" + String(repeating: " ", count: max(0, width - name.count))
      if sizeWidth > 0 {
        line += "  " + String(repeating: " ", count: sizeWidth - size.count) + size
      }
      let room = max(10, interpreter.display.width - Terminal.width(of: line) - 2)
      write("\(line)  \(value.shortDescription(room))\n")
    }
  }

  /// The memory that a value takes, where that is worth a word; an object does not tell.
  private static func size(of value: Value) -> String {
    if case .object = value { return "" }
    let bytes = value.byteEstimate
    return bytes < notableBytes ? "" : ByteCount.text(bytes)
  }

  /// What a variable is, where it came from, and how a function is written.
  ///
  /// - Returns: `nil` when nobody gave the name a value.
  /// - Throws: `type` when the source of a builtin is asked for.
  func describe(_ name: String, asksForSource: Bool) throws -> String? {
    guard let value = interpreter.value(of: name) else { return nil }
    let isOwn = interpreter.variableNames.contains(name)
    guard isOwn else {
      guard asksForSource else { return nil }
      throw Failure(
        .type, "\(name) is built in and has no source to show", notes: ["?\(name) explains it"])
    }
    var text = name + (origin(of: name).map { " from \($0)" } ?? "") + ": "
    guard case .function(let function) = value, let source = function.sourceText else {
      let size = Self.size(of: value)
      let fields =
        value.fieldNames.isEmpty ? "" : "; fields: " + value.fieldNames.joined(separator: " ")
      text += value.kindDescription + (size.isEmpty ? "" : ", \(size)") + fields
      return folded(text, indent: 2) + "\n" + literal(of: value)
    }
    text += value.kindDescription
    let lines = (function.comment + [source]).joined(separator: "\n").split(
      separator: "\n", omittingEmptySubsequences: false)
    return folded(text, indent: 2) + "\n\n" + lines.map { "  \($0)\n" }.joined()
  }

  /// As much of a value as fits a line; nothing for an object, whose kind says what it holds.
  private func literal(of value: Value) -> String {
    if case .object = value { return "" }
    return "  " + value.abbreviated(limit: max(8, interpreter.display.width - 2)) + "\n"
  }
}

extension Value {
  /// The type and as much of the literal as fits, for a listing of variables.
  func shortDescription(_ room: Int) -> String {
    let kind = kindDescription
    switch self {
    case .object, .function: return kind
    default: return "\(kind)  \(abbreviated(limit: max(8, room - kind.count - 2)))"
    }
  }

  /// The type, with the shape of a tensor, the length of a list, the parameters of a function.
  var kindDescription: String {
    switch self {
    case .tensor(let tensor): "\(tensor.isBool ? "bool tensor" : "tensor") \(tensor.shape)"
    case .list(let box): "list of \(box.elements.count)"
    case .object(let box): box.object.summary
    case .function(let function): "function \(function.signature)"
    default: typeName
    }
  }
}
