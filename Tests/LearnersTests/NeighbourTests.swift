import Diagnostics
import Learners
import Optimization
import Tensors
import Testing

@Suite struct NeighbourTests {
  /// The k nearest by sorting all distances.
  func slow(_ X: Tensor, _ x: [Double], _ k: Int) -> [Int32] {
    let distances = (0..<X.rowCount).map { i in
      x.indices.reduce(0) { $0 + (X[i, $1] - x[$1]) * (X[i, $1] - x[$1]) }
    }
    return distances.indices.sorted { (distances[$0], $0) < (distances[$1], $1) }.prefix(k)
      .map { Int32($0) }
  }

  /// Whole numbers, so that many rows are exactly as far away, and an offset that leaves the matrix
  /// product few digits to tell them apart.
  @Test(arguments: [0.0, 1e6, 3e7])
  func `ties go to the smaller index, however little the product can tell`(
    _ offset: Double
  ) throws {
    let X = Tensor(
      LearnerData.matrix(200, 3).elements.map { ($0 * 2).rounded() + offset }, Shape(200, 3))
    let T = Tensor(
      LearnerData.matrix(40, 3, first: 777).elements.map { ($0 * 2).rounded() + offset },
      Shape(40, 3))
    let index = try NeighbourIndex(.dense(X))
    for k in [1, 2, 7, 200] {
      let found = try index.nearest(k, to: .dense(T))
      let expected = (0..<40).flatMap { i in slow(X, (0..<3).map { T[i, $0] }, k) }
      #expect(found == expected)
    }
  }

  @Test func `many rows and inputs are searched in blocks`() throws {
    let (X, T) = (LearnerData.matrix(700, 19), LearnerData.matrix(300, 19, first: 50_000))
    let found = try NeighbourIndex(.dense(X)).nearest(5, to: .dense(T))
    for i in stride(from: 0, to: 300, by: 17) {
      #expect(Array(found[5 * i..<5 * i + 5]) == slow(X, (0..<19).map { T[i, $0] }, 5))
    }
  }

  @Test func `with fewer rows than k all are neighbours, and the report says so`() throws {
    let X = LearnerData.matrix(3, 2)
    let model = try NearestNeighbours(k: 5).binary(X, [1, 0, 1])
    for p in try model.answers(X) { #expect(abs(p - 2.0 / 3) < 1e-15) }
    #expect(
      model.report.remarks
        == ["k is 5 and there are 3 training rows: all of them are neighbours"])
    #expect(try NearestNeighbours(k: 3).binary(X, [1, 0, 1]).report.remarks == [])
  }

  @Test func `soft targets are averaged`() throws {
    let X = Tensor([0, 1, 10], Shape(3, 1))
    let p = try NearestNeighbours(k: 2).binary(X, [0.2, 0.6, 1]).answers(
      Tensor([0.4, 9], Shape(2, 1)))
    #expect(abs(p[0] - 0.4) < 1e-15)
    #expect(abs(p[1] - 0.8) < 1e-15)
  }

  @Test func `an answer names its neighbours`() throws {
    let X = Tensor([0, 1, 10], Shape(3, 1))
    let model = try NearestNeighbours(k: 2).binary(X, [0, 1, 1])
    let lines = try (model as? TwoClassModel)?.explanation(
      of: [3], ModelNames(inputs: ["x"], label: "y"))
    #expect(
      lines == [
        "2 nearest: row 1 at 2: 1, row 0 at 3: 0", "P(y) = their share = 0.500",
      ])
    #expect(throws: Failure.self) { try NearestNeighbours(k: 0) }
  }
}
