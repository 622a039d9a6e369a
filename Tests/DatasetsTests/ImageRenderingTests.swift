import Datasets
import Diagnostics
import Tensors
import Testing

@Suite("Drawn images")
struct ImageRenderingTests {
  typealias Maker = @Sendable (Int, Int) throws -> HeadDataset
  static let makers: [(String, Maker)] = [
    ("digits", { try makeDigits(rows: $0, seed: $1) }),
    ("garments", { try makeGarments(rows: $0, seed: $1) }),
    ("faces", { try makeFaces(rows: $0, seed: $1) }),
  ]

  @Test("are 28×28 grey levels from 0 to 1", arguments: makers)
  func pixels(_ name: String, _ make: Maker) throws {
    let data = try make(60, 3)
    #expect(data.inputShape == [1, 28, 28] && data.X.shape == Shape(60, 784))
    #expect(data.X.elements.allSatisfy { $0 >= 0 && $0 <= 1 })
    #expect(data.X.elements.allSatisfy { abs($0 * 255 - ($0 * 255).rounded()) < 1e-9 })
    #expect(data.heads.allSatisfy { $0.knownCount == 60 })
    for row in 0..<60 {
      let image = try #require(data.image(row))
      let (least, greatest) = (image.elements.min() ?? 0, image.elements.max() ?? 0)
      #expect(greatest - least > 0.25, "\(name) \(row) shows nothing")
    }
  }

  @Test(
    "depend on the seed and the row alone, not on threads or how many there are", arguments: makers)
  func seeds(_ name: String, _ make: Maker) throws {
    let few = try make(20, 7)
    let many = try make(300, 7)
    #expect(Array(many.X.elements.prefix(20 * 784)) == few.X.elements)
    #expect(Array(many.heads[0].values.elements.prefix(20)) == few.heads[0].values.elements)
    #expect(try make(20, 8).X.elements != few.X.elements)
    let threads = Parallel.threadCount
    defer { Parallel.threadCount = threads }
    Parallel.threadCount = threads == 1 ? 3 : 1
    #expect(try make(300, 7).X.elements == many.X.elements)
  }

  @Test("show every class about as often as every other")
  func classes() throws {
    for counts in [
      try makeDigits(rows: 2000, seed: 1).heads[0].classCounts,
      try makeGarments(rows: 2000, seed: 1).heads[0].classCounts,
    ] {
      #expect(counts.count == 10 && counts.allSatisfy { abs($0 - 200) < 70 }, "\(counts)")
    }
    let faces = try makeFaces(rows: 2000, seed: 1)
    #expect(faces.heads.map(\.kind) == [.binary, .regression, .classes(5)])
    #expect(faces.heads[2].classCounts.allSatisfy { abs($0 - 400) < 100 })
    #expect(abs(faces.heads[0].figures.mean - 0.5) < 0.05)
    #expect(faces.heads[1].figures.least >= 1.8 && faces.heads[1].figures.greatest < 8)
  }

  /// The share of right answers of the nearest class mean, learned from other rows.
  private func nearestMean(
    _ train: HeadDataset, _ test: HeadDataset, head: Int, classes: Int
  ) -> Double {
    var means = [[Double]](repeating: [Double](repeating: 0, count: 784), count: classes)
    var counts = [Double](repeating: 0, count: classes)
    for i in 0..<train.rowCount {
      let k = Int(train.heads[head].values[flat: i])
      counts[k] += 1
      for j in 0..<784 { means[k][j] += train.X[i, j] }
    }
    for k in 0..<classes { for j in 0..<784 { means[k][j] /= max(counts[k], 1) } }
    var hits = 0
    for i in 0..<test.rowCount {
      let distances = means.map { mean in
        (0..<784).reduce(0.0) { $0 + (test.X[i, $1] - mean[$1]) * (test.X[i, $1] - mean[$1]) }
      }
      let best = distances.indices.min { distances[$0] < distances[$1] } ?? 0
      if Double(best) == test.heads[head].values[flat: i] { hits += 1 }
    }
    return Double(hits) / Double(test.rowCount)
  }

  @Test("can be told apart, but not by their means alone")
  func difficulty() throws {
    let (digits, others) = (try makeDigits(rows: 600, seed: 1), try makeDigits(rows: 200, seed: 2))
    let digit = nearestMean(digits, others, head: 0, classes: 10)
    #expect(digit > 0.55 && digit < 0.9, "\(digit)")
    let garment = nearestMean(
      try makeGarments(rows: 600, seed: 1), try makeGarments(rows: 200, seed: 2), head: 0,
      classes: 10)
    #expect(garment > 0.45 && garment < 0.9, "\(garment)")
  }

  @Test("of no rows or of odd noise are refused")
  func refused() {
    #expect(throws: Failure.self) { try makeDigits(rows: 0, seed: 0) }
    #expect(throws: Failure.self) { try makeGarments(rows: -1, seed: 0) }
    #expect(throws: Failure.self) { try makeFaces(rows: 3, seed: 0, noise: .nan) }
    #expect(throws: TensorError.self) { try makeDigits(rows: 1 << 40, seed: 0) }
  }

  @Test("without noise have a black background, and the stroke of a 1 is thin and upright")
  func strokes() throws {
    let data = try makeDigits(rows: 200, seed: 5, noise: 0)
    for row in 0..<200 {
      let image = try #require(data.image(row))
      #expect(image[0, 0] == 0 && image[27, 0] == 0)
      let ink = image.elements.reduce(0, +)
      #expect(ink > 8 && ink < 250, "\(ink)")
    }
  }
}
