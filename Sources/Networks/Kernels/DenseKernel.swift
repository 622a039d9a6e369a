internal import Diagnostics

/// Y = X W + b, for one or many groups.
///
/// The weights are in×(groups·out), the columns of a group side by side, so that groups which begin
/// with the same input are one product.
package struct DenseKernel: Sendable {
  /// How groups of input and output go together.
  package enum Form: Sendable {
    /// All groups read the same columns.
    case fanOut
    /// Group g reads group g.
    case eachGroup
    /// Group g reads group g, all through the same weights.
    case tied
  }

  package let form: Form
  package let groups: Int
  /// Inputs and outputs of one group.
  package let inputCount: Int
  package let outputCount: Int
  package let hasIntercept: Bool

  /// The columns of all groups' weights.
  private var columns: Int { form == .tied ? outputCount : groups * outputCount }

  /// How often each product is made: the columns it takes and gives, and the rows it counts.
  private func products(rows: Int) -> (count: Int, rows: Int, inputs: Int, outputs: Int) {
    switch form {
    case .fanOut: (1, rows, inputCount, columns)
    case .eachGroup: (groups, rows, inputCount, outputCount)
    case .tied: (1, rows * groups, inputCount, outputCount)
    }
  }

  func forward<S: NetworkScalar>(_ pass: Workspace<S>, _ operation: GraphOperation) throws {
    let (x, ldx) = matrix(pass.values, operation.inputs[0], pass)
    let (y, ldy) = matrix(pass.values, operation, pass)
    let weights = pass.parameter(operation, 0)
    let plan = products(rows: pass.rows)
    if hasIntercept {
      let intercepts = pass.parameter(operation, 1)
      for i in 0..<plan.rows { (y + i * ldy).update(from: intercepts, count: columns) }
    }
    for g in 0..<plan.count {
      try S.gemm(
        false, false, plan.rows, plan.outputs, plan.inputs, x + g * inputCount, ldx,
        weights + g * outputCount, columns, hasIntercept ? 1 : 0, y + g * outputCount, ldy)
    }
  }

  func backward<S: NetworkScalar>(
    _ pass: Workspace<S>, _ operation: GraphOperation, _ step: BackwardStep
  ) throws {
    let (x, ldx) = matrix(pass.values, operation.inputs[0], pass)
    let (g, ldg) = matrix(pass.gradients, operation, pass)
    let plan = products(rows: pass.rows)
    let weights = pass.parameter(operation, 0)
    let slopes = pass.parameterGradient(operation, 0)
    for p in 0..<plan.count where step.parameters[0] != .skip {
      try S.gemm(
        true, false, plan.inputs, plan.outputs, plan.rows, x + p * inputCount, ldx,
        g + p * outputCount, ldg, step.parameters[0].keeps ? 1 : 0, slopes + p * outputCount,
        columns)
    }
    if hasIntercept, step.parameters[1] != .skip {
      let sums = pass.parameterGradient(operation, 1)
      if !step.parameters[1].keeps { sums.update(repeating: 0, count: columns) }
      VectorLoops.addColumnSums(of: g, ldg, rows: plan.rows, columns: columns, to: sums)
    }
    guard step.inputs[0] != .skip else { return }
    let (dx, _) = matrix(pass.gradients, operation.inputs[0], pass)
    for p in 0..<plan.count {
      try S.gemm(
        false, true, plan.rows, plan.inputs, plan.outputs, g + p * outputCount, ldg,
        weights + p * outputCount, columns, step.inputs[0].keeps ? 1 : 0, dx + p * inputCount, ldx)
    }
  }

  /// The input as a matrix and the distance of its rows.
  private func matrix<S: NetworkScalar>(
    _ store: [UnsafeMutablePointer<S>], _ slice: ValueSlice, _ pass: Workspace<S>
  ) -> (UnsafeMutablePointer<S>, Int) {
    let width = form == .tied ? inputCount : pass.widths[slice.value]
    return (store[slice.value] + slice.offset, width)
  }

  /// The output as a matrix.
  private func matrix<S: NetworkScalar>(
    _ store: [UnsafeMutablePointer<S>], _ operation: GraphOperation, _ pass: Workspace<S>
  ) -> (UnsafeMutablePointer<S>, Int) {
    (store[operation.output], columns)
  }
}

extension GraphBuilder {
  /// A dense layer at a place of a stack.
  mutating func dense(_ count: Int, at place: LayerPlace, of value: Int) throws -> Int {
    let source = self.value(value)
    guard source.shape.count == 1 else {
      throw place.failure(
        "expected one row of numbers, found an image of \(source.shape.sizes)",
        notes: ["flatten() before it makes one row of \(source.count)"])
    }
    guard count > 0 else { throw place.failure("expected at least one output, found \(count)") }
    let form: DenseKernel.Form =
      place.isTied
      ? .tied : source.groups == place.groups && place.groups > 1 ? .eachGroup : .fanOut
    return dense(
      count, of: whole(value), name: place.name, title: place.title, owner: place.owner,
      form: form, groups: place.isTied ? source.groups : place.groups,
      inputs: form == .fanOut ? source.width : source.count)
  }

  /// A dense layer without a stack: heads, gates.
  mutating func dense(
    _ count: Int, of slice: ValueSlice, name: String, owner: ParameterOwner, groups: Int = 1,
    hasIntercept: Bool = true
  ) -> Int {
    dense(
      count, of: slice, name: name, title: name, owner: owner, form: .fanOut, groups: groups,
      inputs: slice.count, hasIntercept: hasIntercept)
  }

  private mutating func dense(
    _ count: Int, of slice: ValueSlice, name: String, title: String, owner: ParameterOwner,
    form: DenseKernel.Form, groups: Int, inputs: Int, hasIntercept: Bool = true
  ) -> Int {
    let bound = 1 / Double(inputs).squareRoot()
    let isOne = groups == 1 || form == .tied
    let shape = isOne ? [inputs, count] : [inputs, groups, count]
    var parameters = [
      parameter(
        "\(name) weights", shape, groupAxis: isOne ? nil : 1, start: .uniform(bound), owner: owner)
    ]
    if hasIntercept {
      parameters.append(
        parameter(
          "\(name) intercepts", isOne ? [count] : [groups, count], groupAxis: isOne ? nil : 0,
          start: .uniform(bound), owner: owner))
    }
    let kernel = DenseKernel(
      form: form, groups: groups, inputCount: inputs, outputCount: count,
      hasIntercept: hasIntercept)
    return operation(
      title, .dense(kernel), inputs: [slice], groups: groups, shape: [count],
      parameters: parameters)
  }
}

extension [Int] {
  /// `16×14×14`.
  var sizes: String { map(String.init).joined(separator: "×") }
}
