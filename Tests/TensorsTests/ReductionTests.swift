import Testing

@testable import Tensors

@Suite("Reductions")
struct ReductionTests {
  @Test("every reduction along every axis equals the reduction of each gathered line")
  func axesEqualLines() throws {
    var generator = CaseGenerator(state: 11)
    for sizes in [[4], [3, 5], [2, 3, 4], [1, 17], [17, 1], [3, 20, 2], [300, 11]] {
      let x = generator.tensor(sizes)
      for reduction in Reduction.allCases {
        for axis in sizes.indices {
          let result = try x.reduced(by: reduction, axis: axis - sizes.count)
          var kept = sizes
          kept[axis] = 1
          #expect(result.shape.dimensions == (sizes.count == 1 ? [] : kept))
          for (flat, position) in positions(of: kept).enumerated() {
            let line = (0..<sizes[axis]).map { i -> Double in
              var p = position
              p[axis] = i
              return stretchedElement(x, p)
            }
            let expected = try Tensor(line).reduced(by: reduction)
            let scale = max(abs(expected), 1)
            #expect(abs(result.elements[flat] - expected) <= 1e-12 * scale)
          }
        }
      }
    }
  }

  @Test("sums and products have their closed forms")
  func closedForms() throws {
    for n in [1, 7, 8, 9, 127, 128, 129, 1000, 300_001] {
      let x = Tensor((1...n).map(Double.init))
      let count = Double(n)
      #expect(try x.reduced(by: .sum) == count * (count + 1) / 2)
      #expect(try x.reduced(by: .mean) == (count + 1) / 2)
      #expect(try x.reduced(by: .median) == (count + 1) / 2)
      let variance = (count * count - 1) / 12
      #expect(abs(try x.reduced(by: .variance) - variance) <= 1e-12 * variance)
      #expect(try x.reduced(by: .min) == 1 && x.reduced(by: .max) == count)
      #expect(try x.reduced(by: .argmax) == count - 1)
    }
    #expect(try Tensor([1, 2, 3, 4, 5]).reduced(by: .prod) == 120)
  }

  @Test("summing many tenths stays within a few ulps")
  func accuracy() throws {
    let n = 1_000_000
    let total = try Tensor(repeating: 0.1, Shape(n)).reduced(by: .sum)
    #expect(abs(total - 100_000) < 1e-9)
    let rows = try Tensor(repeating: 0.1, Shape(n, 2)).reduced(by: .sum, axis: 0)
    #expect(abs(rows.elements[1] - 100_000) < 1e-7)
  }

  @Test("NaN passes through as in NumPy and argmin points at the first")
  func nan() throws {
    let x = Tensor([3, .nan, 1, .nan])
    for reduction in Reduction.allCases {
      let value = try x.reduced(by: reduction)
      switch reduction {
      case .argmin, .argmax: #expect(value == 1)
      case .any, .all: #expect(value == 1)
      default: #expect(value.isNaN)
      }
    }
  }

  @Test("the first of equal extremes is found")
  func firstExtreme() throws {
    #expect(try Tensor([2, 5, 5, 1, 1]).reduced(by: .argmax) == 1)
    #expect(try Tensor([2, 5, 5, 1, 1]).reduced(by: .argmin) == 3)
  }

  @Test("extremes of nothing are errors that name the reduction")
  func empty() throws {
    let none = Tensor([])
    for reduction in [Reduction.min, .max, .argmin, .argmax] {
      let error = tensorError { try none.reduced(by: reduction) }
      #expect(error?.message == "\(reduction.rawValue) of no elements: the tensor is 0")
      #expect(tensorError { try Tensor([], Shape(0, 3)).reduced(by: reduction, axis: 0) } != nil)
    }
    #expect(try none.reduced(by: .sum) == 0 && none.reduced(by: .prod) == 1)
    #expect(try none.reduced(by: .mean).isNaN && none.reduced(by: .median).isNaN)
    #expect(try none.reduced(by: .all) == 1 && none.reduced(by: .any) == 0)
  }

  @Test("norm and logsumexp neither overflow nor underflow")
  func extremeValues() throws {
    #expect(abs(try Tensor([3e200, 4e200]).reduced(by: .norm) - 5e200) < 1e185)
    #expect(abs(try Tensor([3e-200, 4e-200]).reduced(by: .norm) - 5e-200) < 1e-214)
    #expect(try Tensor([0, 0]).reduced(by: .norm) == 0)
    #expect(abs(try Tensor([1000, 1000]).reduced(by: .logsumexp) - 1000.6931471805599) < 1e-12)
    #expect(try Tensor([-.infinity, -.infinity]).reduced(by: .logsumexp) == -.infinity)
  }

  @Test("an axis that does not exist is an error that names the valid ones")
  func wrongAxis() {
    let error = tensorError { try Tensor(rows: [[1, 2]]).reduced(by: .sum, axis: 2) }
    #expect(error?.message == "axis 2 does not exist: 1×2 has 2 axes, valid are -2 to 1")
  }
}
