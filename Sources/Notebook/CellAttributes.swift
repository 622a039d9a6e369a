internal import Diagnostics

/// What the words after `tandem` say about a cell.
package struct CellAttributes: Sendable, Equatable {
  /// The part a cell plays in an exercise.
  package enum Role: Sendable, Equatable {
    case plain
    case exercise(String)
    case check(String)
    case solution(String)
  }

  package var id: String?
  /// The number of the cell, where it does not count on from the one above.
  package var number: Int?
  /// The relative tolerance of floats in the output.
  package var tolerance: Double?
  /// The share of the drawn cells of a chart that may differ, from 0 to 1.
  package var chartShare: Double?
  /// Whether the cell is not run when the document is checked or recorded.
  package var isSkipped = false
  /// Whether the cell starts from the document's beginning, without what other cells made.
  package var isFresh = false
  /// Whether the output is not compared.
  package var isUnchecked = false
  package var role = Role.plain

  package init() {}

  static let names = [
    "id", "number", "tol", "chart", "skip", "nocheck", "fresh", "exercise", "check", "solution",
  ]

  /// The attributes without a value.
  private static var flags: [String: WritableKeyPath<CellAttributes, Bool>] {
    ["skip": \.isSkipped, "nocheck": \.isUnchecked, "fresh": \.isFresh]
  }

  /// Takes one word; `false` when its name is not known.
  mutating func set(_ word: String) throws(Failure) -> Bool {
    let equals = word.utf8.firstIndex(of: UInt8(ascii: "="))
    let name = String(equals.map { word[..<$0] } ?? word[...])
    let value = equals.map { String(word[word.utf8.index(after: $0)...]) }
    guard CellAttributes.names.contains(name) else { return false }
    if let flag = CellAttributes.flags[name] {
      guard value == nil else {
        throw Failure(.syntax, "\(name) takes no value, found \(word)", notes: ["write \(name)"])
      }
      self[keyPath: flag] = true
      return true
    }
    guard let value, !value.isEmpty else {
      throw Failure(.syntax, "\(name) needs a value", notes: ["write \(name)=…, without spaces"])
    }
    try set(name, value)
    return true
  }

  private mutating func set(_ name: String, _ value: String) throws(Failure) {
    switch name {
    case "id": id = value
    case "number": number = try CellAttributes.number(value)
    case "tol": tolerance = try CellAttributes.tolerance(value)
    case "chart": chartShare = try CellAttributes.share(value)
    default:
      guard role == .plain else {
        throw Failure(.syntax, "a cell is one of exercise, check and solution, found two")
      }
      role =
        name == "exercise" ? .exercise(value) : name == "check" ? .check(value) : .solution(value)
    }
  }

  private static func number(_ text: String) throws(Failure) -> Int {
    guard let value = Int(text), (1..<1_000_000).contains(value) else {
      throw DocumentMessages.wrongSetting("number", "a whole number from 1", text)
    }
    return value
  }

  static func tolerance(_ text: String) throws(Failure) -> Double {
    guard let value = fraction(text), value >= 0, value.isFinite else {
      throw DocumentMessages.wrongSetting("tol", "a number from 0, such as 1e-6 or 2%", text)
    }
    return value
  }

  static func share(_ text: String) throws(Failure) -> Double {
    guard let value = fraction(text), value >= 0, value <= 1 else {
      throw DocumentMessages.wrongSetting("chart", "a share, such as 5%", text)
    }
    return value
  }

  /// `5%` or `0.05`.
  private static func fraction(_ text: String) -> Double? {
    text.hasSuffix("%") ? Double(String(text.dropLast())).map { $0 / 100 } : Double(text)
  }
}
