internal import Diagnostics

/// What stands for 0/0 in precision, recall, F1 and Jaccard.
package enum UndefinedConvention: Sendable, Equatable {
  /// 0, scikit-learn's `zero_division=0`.
  case sklearn
  /// 1 where truth and prediction are both empty, else 0.
  case mulan
  /// Jaccard is 1 where truth and prediction are both empty; everything else is 0.
  case meka
  /// A number; NaN leaves the case out of averages.
  case value(Double)

  /// The conventions of well-known programs, in the order in which they are compared.
  package static let named: [UndefinedConvention] = [.sklearn, .mulan, .meka]

  /// Reads `"sklearn"`, `"mulan"` or `"meka"`.
  ///
  /// - Throws: `value` for another word, proposing the nearest one.
  package init(named name: String) throws {
    switch name {
    case "sklearn": self = .sklearn
    case "mulan": self = .mulan
    case "meka": self = .meka
    default:
      let near = nearNames(to: name, among: ["sklearn", "mulan", "meka"])
      throw Failure(
        .value,
        "expected convention \"sklearn\", \"mulan\", \"meka\" or a number, found \"\(name)\"",
        notes: near.first.map { ["did you mean \"\($0)\"?"] } ?? [])
    }
  }

  /// `sklearn`, `mulan`, `meka` or the number.
  package var name: String {
    switch self {
    case .sklearn: "sklearn"
    case .mulan: "mulan"
    case .meka: "meka"
    case .value(let number): number.isNaN ? "nan" : "\(number)"
    }
  }

  /// What a score is where it is 0/0.
  package func value(of score: SetScore, bothEmpty: Bool) -> Double {
    switch self {
    case .sklearn: 0
    case .mulan: bothEmpty ? 1 : 0
    case .meka: bothEmpty && score == .jaccard ? 1 : 0
    case .value(let number): number
    }
  }

  /// What a rate that is no score of sets is where it is 0/0: the number, else 0.
  var rate: Double {
    if case .value(let number) = self { return number }
    return 0
  }
}
