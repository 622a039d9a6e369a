internal import Learners
internal import Runtime

/// What stands for 0/0: the name of a convention, or a number.
enum ConventionArgument: ValueConvertible, Sendable {
  case named(String)
  case number(Double)

  private static let words = ["sklearn", "mulan", "meka"]

  static var typeName: String {
    words.map { "\"\($0)\"" }.joined(separator: " or ") + " or a number"
  }
  static var choices: [String] { words }

  static func from(_ value: Value) -> ConventionArgument? {
    if let number = Double.from(value) { return .number(number) }
    return String.from(value).flatMap { words.contains($0) ? .named($0) : nil }
  }

  var value: Value {
    switch self {
    case .named(let name): .text(name)
    case .number(let number): .number(number)
    }
  }

  /// The convention, scikit-learn's where nothing else fits.
  var convention: UndefinedConvention {
    switch self {
    case .named("mulan"): .mulan
    case .named("meka"): .meka
    case .named: .sklearn
    case .number(let number): .value(number)
    }
  }

  /// The `convention=` of builtins.
  static let parameter = Parameter<ConventionArgument>(
    "convention",
    "what 0/0 counts as: sklearn 0; mulan 1 where truth and prediction are both empty; meka that "
      + "for jaccard only; a number; nan leaves it out of means", default: .named("sklearn"))
}

extension MetricRecord {
  /// The measures as a record of the language.
  var record: Record { Record(entries.map { ($0.name, .number($0.value)) }) }

  /// How often each measure was 0/0.
  var undefinedRecord: Record {
    Record(undefinedCounts.map { ($0.name, .number(Double($0.count))) })
  }
}
