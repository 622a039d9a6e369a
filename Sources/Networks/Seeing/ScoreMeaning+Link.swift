internal import Glibc

extension ScoreMeaning {
  static func power(_ x: Double) -> Double { exp(x) }

  /// What makes a probability of a score, or of its logarithm.
  static func probability(_ link: HeadOutput.Link) -> (Double) -> Double {
    switch link {
    case .score: { 1 / (1 + exp(-$0)) }
    case .logProbability: { exp($0) }
    }
  }
}
