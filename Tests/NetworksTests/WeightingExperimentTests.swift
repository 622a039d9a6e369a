import Datasets
import Foundation
import Networks
import Tensors
import Testing

/// A network of three heads on generated data, as `../shared/bench/deep/mtmlp_torch.py` trains it with
/// PyTorch: 64-128-64 trunk, 16,000 rows, ten epochs of Adam in batches of 64.
@Suite struct WeightingExperimentTests {
  /// Accuracy of the yes-or-no head, of the five classes, mean squared error of the number.
  struct Figures {
    let binary: Double
    let classes: Double
    let error: Double
  }

  /// Recorded in `../shared/bench/README.md`, PyTorch 2.15.0; other starts and orders of rows move the
  /// accuracies by about .005 and the error by .02.
  static let recorded: [(weighting: TaskWeighting, figures: Figures)] = [
    (.fixed([]), Figures(binary: 0.917, classes: 0.853, error: 0.477)),
    (.uncertainty, Figures(binary: 0.910, classes: 0.848, error: 0.512)),
    (.averaging(temperature: 2), Figures(binary: 0.916, classes: 0.853, error: 0.484)),
  ]

  @Test func `weightings reach the recorded figures`() throws {
    let (train, test) = try MixedHeads.data()
    let network = try Network(
      inputShape: [64], heads: MixedHeads.heads,
      architecture: HardSharing(
        trunk: [.dense(128), .activation(.relu), .dense(64), .activation(.relu)]))
    for (weighting, figures) in Self.recorded {
      var options = NetworkOptions()
      (options.epochs, options.batch, options.precision) = (10, 64, .single)
      options.weighting = weighting
      let fitted = try #require(
        try network.fit(TrainingRows(train, validation: test), options))
      let measures = try #require(fitted.history.last?.validation).measures
      #expect(abs(measures[0] - figures.binary) < 0.015, "\(weighting.name) \(measures)")
      #expect(abs(measures[1] - figures.classes) < 0.015, "\(weighting.name) \(measures)")
      #expect(
        abs(measures[2] * measures[2] - figures.error) < 0.05, "\(weighting.name) \(measures)")
    }
  }
}

/// The data of `mtmlp_torch.py`, number by number: SplitMix64 with Box–Muller in the order of its
/// docstring.
enum MixedHeads {
  static let heads = [
    Head("binary", .binary), Head("classes", .classes(5)), Head("number", .regression),
  ]

  /// Rows to learn and rows to look at.
  static func data(learned: Int = 16_000, rows: Int = 20_000) throws -> (HeadDataset, HeadDataset) {
    var generator = SplitMix(state: 4242)
    let A = generator.normal(64 * 16)
    let (wb, Wc, wr) = (generator.normal(16), generator.normal(80), generator.normal(16))
    let X = generator.normal(rows * 64)
    let (eb, er) = (generator.normal(rows), generator.normal(rows))
    var targets = [[Double]](repeating: [], count: 3)
    for i in 0..<rows {
      let z = (0..<16).map { k in
        tanh((0..<64).reduce(0.0) { $0 + X[i * 64 + $1] * A[$1 * 16 + k] } / 8)
      }
      func along(_ w: (Int) -> Double) -> Double { (0..<16).reduce(0.0) { $0 + z[$1] * w($1) } }
      let scores = (0..<5).map { c in along { Wc[$0 * 5 + c] } }
      targets[0].append(along { wb[$0] } + 0.3 * eb[i] > 0 ? 1 : 0)
      targets[1].append(Double(scores.indices.max { scores[$0] < scores[$1] } ?? 0))
      targets[2].append(along { wr[$0] } + sin(2 * z[0]) + 0.1 * er[i])
    }
    func part(_ range: Range<Int>) throws -> HeadDataset {
      try HeadDataset(
        name: "mixed heads",
        X: Tensor(
          Array(X[range.lowerBound * 64..<range.upperBound * 64]), Shape(range.count, 64)),
        heads: zip(heads, targets).map {
          HeadTargets(name: $0.name, kind: $0.kind, values: Tensor(Array($1[range])))
        })
    }
    return (try part(0..<learned), try part(learned..<rows))
  }
}

/// The generator of the data.
///
/// G. L. Steele, D. Lea, C. H. Flood, *Fast Splittable Pseudorandom Number Generators*, OOPSLA 2014.
struct SplitMix {
  var state: UInt64

  private mutating func uniform() -> Double {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return (Double((z ^ (z >> 31)) >> 11) + 0.5) * 0x1p-53
  }

  /// Normal numbers by Box and Muller, two at a time.
  mutating func normal(_ count: Int) -> [Double] {
    var numbers: [Double] = []
    for _ in 0..<(count + 1) / 2 {
      let (u, v) = (uniform(), uniform())
      let (r, angle) = ((-2 * log(u)).squareRoot(), 2 * Double.pi * v)
      numbers += [r * cos(angle), r * sin(angle)]
    }
    return Array(numbers.prefix(count))
  }
}
