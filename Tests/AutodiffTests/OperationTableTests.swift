import Autodiff
import Tensors
import Testing

/// Walks the table of derivatives: a row that is not tested cannot exist.
@Suite("Table of derivatives")
struct OperationTableTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let operation: Operation
    let number: Int
    let sample: Operation.Sample

    var testDescription: String {
      "\(operation.name) #\(number): \(sample.operands.map(\.shape)) \(sample.setting)"
    }
  }

  static let cases = Operation.table.flatMap { operation in
    operation.samples().enumerated().map { Case(operation: operation, number: $0, sample: $1) }
  }

  @Test("every row has inputs to test it with, and its own name")
  func everyRowHasSamples() {
    for operation in Operation.table {
      #expect(!operation.samples().isEmpty, "\(operation.name)")
    }
    let names = Operation.table.map(\.name)
    #expect(Set(names).count == names.count, "\(names.sorted())")
  }

  @Test("every row of two operands is tested stretched in both directions")
  func bothDirectionsOfBroadcasting() {
    for operation in Operation.table where operation.stretches {
      let shapes = operation.samples().map { $0.operands.suffix(2).map(\.shape) }
      guard shapes.contains(where: { $0.count == 2 }) else { continue }
      #expect(shapes.contains { $0[0].count < $0[1].count }, "\(operation.name)")
      #expect(shapes.contains { $0[0].count > $0[1].count }, "\(operation.name)")
    }
  }

  @Test("the slope of every row is that of finite differences", arguments: cases)
  func firstDerivative(of row: Case) throws {
    let inputs = row.sample.operands
    let exact = try gradients(inputs.map { Variable($0) }, row).map(\.value)
    let numeric = try NumericDerivative.gradient(at: inputs) { inputs in
      try measure(inputs.map { Variable($0) }, row).value[flat: 0]
    }
    expectClose(exact, numeric, inputs, row)
  }

  @Test("the slope of every row's slope is that of finite differences", arguments: cases)
  func secondDerivative(of row: Case) throws {
    let inputs = row.sample.operands
    let exact = try Tape.valueAndGradients(at: inputs.map { Variable($0) }) { inputs in
      try mix(gradients(inputs, row), seed: 7)
    }.gradients.map(\.value)
    let numeric = try NumericDerivative.gradient(at: inputs) { inputs in
      try mix(gradients(inputs.map { Variable($0) }, row), seed: 7).value[flat: 0]
    }
    expectClose(exact, numeric, inputs, row)
  }

  // MARK: - One number from a row

  private func gradients(_ inputs: [Variable], _ row: Case) throws -> [Variable] {
    try Tape.valueAndGradients(at: inputs) { try measure($0, row) }.gradients
  }

  /// A number that depends on every element of every result, and not linearly.
  private func measure(_ operands: [Variable], _ row: Case) throws -> Variable {
    try mix(row.operation.results(of: operands, row.sample.setting), seed: 3)
  }

  private func mix(_ parts: [Variable], seed: UInt64) throws -> Variable {
    var random = RandomGenerator(seed: seed)
    var total = Variable(0)
    for part in parts {
      let weights = Tensor((0..<part.shape.count).map { _ in 0.5 + random.uniform() }, part.shape)
      total = try total + (part * Variable(weights) + part * part * Variable(0.25)).sum()
    }
    return total
  }

  private func expectClose(_ exact: [Tensor], _ numeric: [Tensor], _ inputs: [Tensor], _ row: Case)
  {
    for (input, (exact, numeric)) in zip(inputs, zip(exact, numeric)) where !input.isBool {
      #expect(exact.shape == input.shape, "\(row)")
      let scale = 1 + (numeric.elements.map(abs).max() ?? 0)
      for (a, b) in zip(exact.elements, numeric.elements) {
        #expect(abs(a - b) <= 1e-8 * scale, "\(row): \(exact.elements) \(numeric.elements)")
      }
    }
  }
}
