import MultiTask
import Tensors
import Testing

@Suite("What weights tell about tasks and features")
struct TaskStructureTests {
  @Test(arguments: 0..<5) func `cosines are normalised products of columns`(seed: Int) throws {
    var generator = RandomGenerator(seed: UInt64(seed))
    let W = try generator.normal([4 + seed, 3])
    let products = try matmul(W.transposed(), W)
    let cosines = TaskWeights(W).cosines
    for s in 0..<3 {
      for t in 0..<3 {
        let expected = products[s, t] / (products[s, s] * products[t, t]).squareRoot()
        #expect(abs(cosines[s, t] - expected) < 1e-14)
      }
      #expect(cosines[s, s] == 1)
    }
  }

  @Test func `a task without weights is like no other`() {
    let W = TaskWeights(Tensor([1, 0, -2, 2, 0, -4], Shape(2, 3)))
    let expected: [Double] = [1, 0, -1, 0, 0, 0, -1, 0, 1]
    #expect(zip(W.cosines.elements, expected).allSatisfy { abs($0 - $1) < 1e-15 })
  }

  @Test func `singular values are the roots of the Gram matrix's eigenvalues`() throws {
    var generator = RandomGenerator(seed: 8)
    let W = try generator.normal([6, 4])
    let eigen = try LinearAlgebra.eigen(try matmul(W.transposed(), W)).values.elements
    let expected = eigen.map { max($0, 0).squareRoot() }.sorted(by: >)
    let found = try TaskWeights(W).singularValues()
    #expect(found.count == 4)
    #expect(zip(found, expected).allSatisfy { abs($0 - $1) < 1e-10 })
  }

  @Test func `a product of thin matrices has their rank`() throws {
    var generator = RandomGenerator(seed: 9)
    let W = try matmul(try generator.normal([7, 2]), try generator.normal([2, 5]))
    #expect(try TaskWeights(W).rank() == 2)
    #expect(try TaskWeights(W).rank(tolerance: 0.9999) == 1)
    #expect(try TaskWeights(taskCount: 3, featureCount: 2).rank() == 0)
    #expect(try TaskWeights(taskCount: 0, featureCount: 0).singularValues().isEmpty)
  }

  @Test func `distances to the mean and users of features by hand`() {
    // Columns (3, 0, 0), (1, 4, 0): mean (2, 2, 0), both √(1 + 4) away.
    let W = TaskWeights(Tensor([3, 1, 0, 4, 0, 0], Shape(3, 2)))
    let root = (5.0 as Double).squareRoot()
    #expect(W.distancesToMean == [root, root])
    #expect(W.users(threshold: 0) == [[0, 1], [1], []])
    #expect(W.users(threshold: 0.3) == [[0], [1], []])
    #expect(W.usedFeatureCount() == 2)
  }
}
