import Autodiff
import Tensors
import Testing

@Suite("Tapes")
struct TapeTests {
  private func slope(
    of function: (Variable) throws -> Variable, at x: Variable
  ) throws -> Variable {
    try Tape.valueAndGradients(at: [x]) { try function($0[0]) }.gradients[0]
  }

  @Test("keep value and gradient of a product apart from constants")
  func productRule() throws {
    let x = Variable(Tensor([1, 2, 3]))
    let weights = Variable(Tensor([4, 5, 6]))
    let (value, gradients) = try Tape.valueAndGradients(at: [x]) { try ($0[0] * weights).sum() }
    #expect(value.value[flat: 0] == 32)
    #expect(gradients[0].value.elements == [4, 5, 6])
    #expect(!value.isTraced && !gradients[0].isTraced)
  }

  @Test("record nothing for constants")
  func constantsAreFree() throws {
    let tape = Tape()
    let x = try tape.variable(Variable(2))
    _ = try Variable(3) * Variable(4)
    #expect(tape.count == 1)
    _ = try x * Variable(4)
    #expect(tape.count == 2)
    tape.close()
    _ = try x * Variable(4)
    #expect(tape.count == 0 && !x.isTraced)
  }

  @Test("give zeros for inputs that the output does not depend on")
  func independentInputs() throws {
    let inputs = [Variable(Tensor([1, 2])), Variable(3)]
    let gradients = try Tape.valueAndGradients(at: inputs) { try $0[1] * $0[1] }.gradients
    #expect(gradients[0].value.elements == [0, 0])
    #expect(gradients[1].value[flat: 0] == 6)
  }

  @Test("nest: d/dx x d/dy (x + y) is 1, whichever names meet")
  func nestedTapesDoNotMix() throws {
    let outer = try slope(
      of: { x in try x * slope(of: { y in try x + y }, at: Variable(1)) }, at: Variable(2))
    #expect(outer.value[flat: 0] == 1)
    let both = try slope(
      of: { x in try x * slope(of: { y in try x * y * y }, at: x) }, at: Variable(3))
    #expect(both.value[flat: 0] == 54)
  }

  @Test("nest five deep: the fifth derivative of exp is exp")
  func fifthDerivative() throws {
    func derivative(_ order: Int, _ x: Variable) throws -> Variable {
      order == 0 ? try x.exp() : try slope(of: { try derivative(order - 1, $0) }, at: x)
    }
    let exact = try Variable(0.5).exp().value[flat: 0]
    #expect(abs(try derivative(5, Variable(0.5)).value[flat: 0] - exact) < 1e-14)
  }

  @Test("hold hundreds of thousands of operations, walked and released without recursion")
  func longTapes() throws {
    let gradient = try slope(
      of: { x in
        var y = x
        for _ in 0..<300_000 { y = try -y }
        return y
      }, at: Variable(3))
    #expect(gradient.value[flat: 0] == 1)
  }

  @Test("add up what single elements of a long vector pass back, in linear time and memory")
  func manyReads() throws {
    let count = 20_000
    let x = Variable(Tensor((0..<count).map(Double.init)))
    let gradient = try slope(
      of: { x in
        var total = Variable(0)
        for i in 0..<count { total = try total + x.indexed(by: [.at(i)]) * x.indexed(by: [.at(0)]) }
        return total
      }, at: x)
    let sum = Double(count * (count - 1) / 2)
    #expect(gradient.value[flat: 0] == sum && gradient.value[flat: 5] == 0)
  }

  @Test("name the operation whose slope is infinite, and fail there when run again")
  func undefinedDerivatives() throws {
    let function: ([Variable]) throws -> Variable = { inputs in
      try Operation.sqrt(inputs[0] * Variable(Tensor([1, 0, 2]))).sum()
    }
    let x = Variable(Tensor([1, 1, 1]))
    let failure = try #require(throws: UndefinedDerivative.self) {
      try Tape.valueAndGradients(at: [x], of: function)
    }
    #expect(failure.error.message == "sqrt has no finite derivative at 0")
    #expect(failure.error.notes.contains("at position [1] of 3"))
    let tape = Tape(failingAt: failure)
    let inputs = [try tape.variable(x)]
    #expect(throws: failure.error) { try function(inputs) }
  }

  @Test("pass NaN on where the numbers were none before")
  func valuesThatAreNoNumbers() throws {
    let gradient = try slope(of: { try Operation.sqrt($0).sum() }, at: Variable(Tensor([.nan, 4])))
    #expect(gradient.value[flat: 0].isNaN && gradient.value[flat: 1] == 0.25)
  }

  /// In a process of its own: the request is global and would stop other tests.
  @Test("stop when asked to")
  func interruption() async {
    await #expect(processExitsWith: .success) {
      let tape = Tape()
      let x = try tape.variable(Variable(1))
      let y = try -x
      Interrupt.request()
      #expect(throws: Interruption.self) { try tape.gradients(of: y, at: [x]) }
    }
  }
}
