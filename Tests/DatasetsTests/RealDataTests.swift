import Datasets
import Diagnostics
import Tensors
import Testing

/// What an independent parser finds in a published file.
struct Figures: Sendable, CustomTestStringConvertible {
  let file: String
  let rows: Int
  let features: Int
  let labels: Int
  /// Σ X, and Σ (row + 1)(column + 1) X, which also sees the places.
  let sum: Double
  let weightedSum: Double
  /// The same of Y.
  let labelSum: Double
  let weightedLabelSum: Double
  var isSparse = false

  var testDescription: String { file }
}

/// Computed with a parser of 40 lines of Python 3.12 written for this purpose (`split`, `float`,
/// `math.fsum`); numbers of rows, features and labels agree with the tables of the Mulan and MEKA
/// repositories.
private let published: [Figures] = [
  Figures(
    file: "mulan/flags-train.arff", rows: 129, features: 19, labels: 7, sum: 112336,
    weightedSum: 24_669_253, labelSum: 441, weightedLabelSum: 102079),
  Figures(
    file: "mulan/flags-test.arff", rows: 65, features: 19, labels: 7, sum: 31569,
    weightedSum: 3_199_178, labelSum: 217, weightedLabelSum: 23372),
  Figures(
    file: "mulan/emotions-train.arff", rows: 391, features: 72, labels: 6, sum: 77550.03357,
    weightedSum: 1272116939.421781, labelSum: 709, weightedLabelSum: 484347),
  Figures(
    file: "mulan/emotions-test.arff", rows: 202, features: 72, labels: 6, sum: 41501.568601,
    weightedSum: 347930057.169992, labelSum: 399, weightedLabelSum: 140727),
  Figures(
    file: "mulan/foodtruck.arff", rows: 407, features: 21, labels: 12, sum: 32030.5,
    weightedSum: 54_043_125, labelSum: 932, weightedLabelSum: 979234),
  Figures(
    file: "mulan/medical-train.arff", rows: 333, features: 1449, labels: 45, sum: 4410,
    weightedSum: 502_045_244, labelSum: 418, weightedLabelSum: 1_451_257, isSparse: true),
  Figures(
    file: "mulan/medical-test.arff", rows: 645, features: 1449, labels: 45, sum: 8691,
    weightedSum: 1_962_491_987, labelSum: 800, weightedLabelSum: 5_725_684, isSparse: true),
  Figures(
    file: "mulan/bibtex-train.arff", rows: 4880, features: 1836, labels: 159, sum: 334250,
    weightedSum: 783_525_040_630, labelSum: 11616, weightedLabelSum: 2_351_482_712, isSparse: true),
  Figures(
    file: "mulan/bibtex-test.arff", rows: 2515, features: 1836, labels: 159, sum: 173496,
    weightedSum: 209_233_816_957, labelSum: 6146, weightedLabelSum: 647_968_394, isSparse: true),
  Figures(
    file: "meka/weather.arff", rows: 14, features: 4, labels: 3, sum: 2195, weightedSum: 41008,
    labelSum: 18, weightedLabelSum: 193),
  Figures(
    file: "meka/solar_flare.arff", rows: 323, features: 10, labels: 3, sum: 3350,
    weightedSum: 2_084_613, labelSum: 94, weightedLabelSum: 27786),
  Figures(
    file: "meka/Music.arff", rows: 592, features: 71, labels: 6, sum: 13287.257044,
    weightedSum: 130271742.81879, labelSum: 1107, weightedLabelSum: 1_172_370),
]

@Suite("Real data", .enabled(if: RealFiles.arePresent))
struct RealDataTests {
  @Test("loading a published file agrees with an independent parser", arguments: published)
  func publishedFile(_ figures: Figures) throws {
    let data = try loadData(RealFiles.path(figures.file))
    #expect(data.rowCount == figures.rows)
    #expect(data.featureCount == figures.features)
    #expect(data.labelCount == figures.labels)
    #expect(data.isSparse == figures.isSparse)
    let (sum, weighted) = try sums(data.X.dense())
    #expect(abs(sum - figures.sum) <= 1e-12 * figures.sum)
    #expect(abs(weighted - figures.weightedSum) <= 1e-12 * figures.weightedSum)
    let (labelSum, weightedLabels) = sums(data.Y)
    #expect(labelSum == figures.labelSum)
    #expect(weightedLabels == figures.weightedLabelSum)
  }

  private func sums(_ matrix: Tensor) -> (Double, Double) {
    let width = matrix.columnCount
    return matrix.withElements { entries in
      var (sum, weighted) = (0.0, 0.0)
      for (position, entry) in entries.enumerated() {
        sum += entry
        weighted += Double((position / width + 1) * (position % width + 1)) * entry
      }
      return (sum, weighted)
    }
  }

  @Test("label names come from the label file, not from a stale option in the relation")
  func medicalLabels() throws {
    let data = try loadData(RealFiles.path("mulan/medical-train.arff"))
    #expect(data.labelNames.first == "Class-0-593_70")
    #expect(data.featureNames.first == "-")
    #expect(data.name == "MEDC")
  }

  @Test("MEKA's labels come first")
  func mekaLabels() throws {
    let data = try loadData(RealFiles.path("meka/weather.arff"))
    #expect(data.labelNames == ["play", "dontplay", "playmaybe"])
    #expect(data.featureNames == ["outlook", "temperature", "humidity", "windy"])
    #expect(data.featureKinds[3] == .nominal(["TRUE", "FALSE"]))
    #expect(data.name == "weather")
    #expect(data.X.elements.prefix(8) == [0, 85, 85, 1, 0, 80, 90, 0])
  }

  @Test("labels of more than two values keep their class numbers")
  func multiTarget() throws {
    let data = try loadData(RealFiles.path("meka/solar_flare.arff"))
    #expect(!data.hasBinaryLabels)
    #expect(Set(data.Y.elements).isSubset(of: [0, 1, 2, 3, 4]))
    #expect(try loadData(RealFiles.path("meka/weather.arff")).hasBinaryLabels)
  }

  @Test("standardized emotions have mean 0 and deviation 1 in training")
  func standardizedEmotions() throws {
    let train = try loadData(RealFiles.path("mulan/emotions-train.arff"))
    let result = try Standardizer(fittedOn: train).apply(train)
    for column in 0..<result.featureCount {
      let entries = (0..<result.rowCount).map { result.X[$0, column] }
      let mean = entries.reduce(0, +) / Double(entries.count)
      let variance = entries.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(entries.count)
      #expect(abs(mean) < 1e-12)
      #expect(abs(variance - 1) < 1e-12)
    }
  }

  @Test("flags becomes 43 columns when its nominal features are spread out")
  func standardizedFlags() throws {
    let train = try loadData(RealFiles.path("mulan/flags-train.arff"))
    let test = try loadData(RealFiles.path("mulan/flags-test.arff"))
    let standardizer = try Standardizer(fittedOn: train)
    let result = try standardizer.apply(test)
    // 15 numeric or {0,1} features, and 6 + 4 + 10 + 8 one-hot columns.
    #expect(result.featureCount == 15 + 6 + 4 + 10 + 8)
    #expect(result.featureNames[0] == "landmass=1")
    #expect(result.rowCount == 65)
    #expect(result.Y.elements == test.Y.elements)
  }

  @Test("standardizing leaves sparse sets alone")
  func standardizedMedical() throws {
    let train = try loadData(RealFiles.path("mulan/medical-train.arff"))
    let result = try Standardizer(fittedOn: train).apply(train)
    #expect(result.X.elements == train.X.elements)
    #expect(result.featureNames == train.featureNames)
  }
}
