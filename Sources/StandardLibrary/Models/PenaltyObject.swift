internal import Diagnostics
internal import MultiTask
internal import Runtime
internal import Tensors

/// A regulariser as a value of the language: one term, or several added.
struct PenaltyObject: ValueConvertible {
  static let typeName = "regulariser"

  let penalty: Penalty

  init(_ penalty: Penalty) { self.penalty = penalty }

  /// A regulariser of one term; throws when its numbers are out of their ranges.
  init(_ term: PenaltyTerm) throws { penalty = try Penalty(term) }
}

extension PenaltyObject: OperandObject {
  var typeName: String { PenaltyObject.typeName }

  var summary: String { penalty.summary }

  var operandRank: Int { 0 }

  var elementCount: Int? { penalty.terms.count }

  func isEqual(to other: any LanguageObject) -> Bool {
    (other as? PenaltyObject)?.penalty == penalty
  }

  // MARK: - Fields

  var fieldNames: [String] { fields.map(\.name) }

  func field(_ name: String) throws -> Value? { fields.first { $0.name == name }?.value }

  /// `terms`, and of a single term its name and its numbers under the names of the parameters.
  private var fields: [(name: String, value: Value)] {
    let parts = penalty.terms.compactMap { try? PenaltyObject($0).value }
    let terms = [(name: "terms", value: Value.flatList(parts))]
    guard let term = penalty.terms.first, penalty.terms.count == 1 else { return terms }
    return terms + [(name: "name", value: .text(term.name))] + term.figures
  }
}

extension PenaltyTerm {
  /// Its numbers by the names that the builtin's parameters have.
  fileprivate var figures: [(name: String, value: Value)] {
    switch self {
    case .coherence(let strength), .nuclear(let strength), .l21(let strength), .l1(let strength),
      .l2(let strength):
      [("lambda", .number(strength))]
    case .similarity(let strength, let S): [("lambda", .number(strength)), ("S", .tensor(S))]
    case .elasticNet(let strength, let ratio):
      [("lambda", .number(strength)), ("ratio", .number(ratio))]
    case .dirty(let shared, let own): [("lambda1", .number(shared)), ("lambda2", .number(own))]
    case .aso(let first, let second, let rank, let form):
      [
        ("rho1", .number(first)), ("rho2", .number(second)), ("k", .number(Double(rank))),
        ("form", .text(form.rawValue)),
      ]
    }
  }
}

// MARK: - Operators

extension PenaltyObject {
  func perform(_ operation: OperandOperation) throws -> Value {
    guard case .binary(let symbol, let left, let right) = operation else {
      throw Failure(
        .type, "a regulariser takes no part in this operation",
        notes: ["regularisers add with +, and a number multiplies one: 0.5 * l1(1) + l2(1)"])
    }
    switch symbol {
    case .equal: return .bool(left.isEqual(to: right))
    case .notEqual: return .bool(!left.isEqual(to: right))
    case .add:
      guard let a = PenaltyObject.from(left), let b = PenaltyObject.from(right) else {
        throw PenaltyObject.notATerm(PenaltyObject.from(left) == nil ? left : right)
      }
      return PenaltyObject(a.penalty + b.penalty).value
    case .multiply, .divide:
      if let scaled = try PenaltyObject.scaled(symbol, left, right) { return scaled.value }
    default: break
    }
    throw Failure(
      .type, "\(symbol.symbol) does not work on \(left.described) and \(right.described)",
      notes: ["regularisers add with +, and a number multiplies one: 0.5 * l1(1) + l2(1)"])
  }

  /// A number times a regulariser, or a regulariser by a number; `nil` for other operands.
  private static func scaled(
    _ operation: BinaryOperation, _ left: Value, _ right: Value
  ) throws -> PenaltyObject? {
    if let a = PenaltyObject.from(left), let factor = Double.from(right) {
      return PenaltyObject(
        try a.penalty.scaled(by: operation == .multiply ? factor : 1 / factor))
    }
    guard operation == .multiply, let factor = Double.from(left),
      let b = PenaltyObject.from(right)
    else { return nil }
    return PenaltyObject(try b.penalty.scaled(by: factor))
  }

  private static func notATerm(_ value: Value) -> Failure {
    Failure(
      .type, "a regulariser adds to a regulariser, found \(value.described)",
      notes: Double.from(value).map {
        ["l2(\(Value.number($0).literal)) is a regulariser of that weight"]
      } ?? [])
  }
}

extension PenaltyObject: Describable {
  var sentence: String {
    "The regulariser \(summary), \(counted(penalty.terms.count, "term")) added to the loss."
  }
}

/// What `penalty=` takes: a regulariser or none; anything else is kept for the error.
struct PenaltyArgument: ValueConvertible, Sendable {
  let value: Value

  static let none = PenaltyArgument(value: .none)

  static var typeName: String { "regulariser or none" }

  static func from(_ value: Value) -> PenaltyArgument? { PenaltyArgument(value: value) }

  /// The terms; throws for a value that is no regulariser, saying how to make one of it.
  func penalty(for function: String) throws -> Penalty {
    if case .none = value { return .none }
    if let object = PenaltyObject.from(value) { return object.penalty }
    throw Failure(
      .argument, "\(function): expected a regulariser, found \(value.described)", notes: advice)
  }

  private var advice: [String] {
    switch value {
    case .number(let number) where number >= 0 && number.isFinite:
      ["nuclear(\(value.literal)) or l2(\(value.literal)) is one of that weight; terms add with +"]
    case .number: ["l2(1) is one; weights are at least 0"]
    case .string(let box) where PenaltyObject.words.contains(box.text):
      ["\(box.text)(1) without quotes is one of weight 1"]
    case .function(let function) where PenaltyObject.words.contains(function.name ?? ""):
      ["\(function.name ?? "")(1) is one of weight 1"]
    case .list: ["terms add with +: l1(0.1) + l2(0.1)"]
    default: ["coherence nuclear similarity l21 l1 l2 elastic_net dirty aso make regularisers"]
    }
  }
}

extension PenaltyObject {
  /// The builtins that make terms.
  fileprivate static let words = [
    "coherence", "nuclear", "similarity", "l21", "l1", "l2", "elastic_net", "dirty", "aso",
  ]
}
