/// What an operation computes, and how gradients pass back through it: a case for each, all in a
/// file of its own.
package enum Kernel: Sendable {
  case dense(DenseKernel)
  case activation(ActivationKernel)
  case reshape(ReshapeKernel)
  case convolution(ConvolutionKernel)
  case maxPool(MaxPoolKernel)
  case dropout(DropoutKernel)
  case batchNorm(BatchNormKernel)
  case softmax(SoftmaxKernel)
  case mixture(MixtureKernel)
  case stitch(StitchKernel)
  case logSigmoidSum(LogSigmoidSumKernel)
  case conditioning(ConditioningKernel)

  /// How many numbers it keeps between the way forward and the way back, for so many rows.
  func scratchCount(rows: Int) -> Int {
    switch self {
    case .dense, .activation, .reshape: 0
    case .convolution(let kernel): kernel.scratchCount(rows: rows)
    case .maxPool(let kernel): kernel.scratchCount(rows: rows)
    case .dropout(let kernel): kernel.scratchCount(rows: rows)
    case .batchNorm(let kernel): kernel.scratchCount
    case .softmax, .mixture, .stitch: 0
    case .logSigmoidSum(let kernel): kernel.count * rows
    case .conditioning(let kernel): kernel.scratchCount(rows: rows)
    }
  }

  func forward<S: NetworkScalar>(_ pass: Workspace<S>, _ operation: GraphOperation) throws {
    switch self {
    case .dense(let kernel): try kernel.forward(pass, operation)
    case .activation(let kernel): kernel.forward(pass, operation)
    case .reshape(let kernel): kernel.forward(pass, operation)
    case .convolution(let kernel): try kernel.forward(pass, operation)
    case .maxPool(let kernel): kernel.forward(pass, operation)
    case .dropout(let kernel): kernel.forward(pass, operation)
    case .batchNorm(let kernel): kernel.forward(pass, operation)
    case .softmax(let kernel): kernel.forward(pass, operation)
    case .mixture(let kernel): kernel.forward(pass, operation)
    case .stitch(let kernel): kernel.forward(pass, operation)
    case .logSigmoidSum(let kernel): kernel.forward(pass, operation)
    case .conditioning(let kernel): try kernel.forward(pass, operation)
    }
  }

  /// Passes the gradient of the output on to inputs and parameters, as `step` says.
  func backward<S: NetworkScalar>(
    _ pass: Workspace<S>, _ operation: GraphOperation, _ step: BackwardStep
  ) throws {
    switch self {
    case .dense(let kernel): try kernel.backward(pass, operation, step)
    case .activation(let kernel): kernel.backward(pass, operation, step)
    case .reshape(let kernel): kernel.backward(pass, operation, step)
    case .convolution(let kernel): try kernel.backward(pass, operation, step)
    case .maxPool(let kernel): kernel.backward(pass, operation, step)
    case .dropout(let kernel): kernel.backward(pass, operation, step)
    case .batchNorm(let kernel): kernel.backward(pass, operation, step)
    case .softmax(let kernel): kernel.backward(pass, operation, step)
    case .mixture(let kernel): kernel.backward(pass, operation, step)
    case .stitch(let kernel): kernel.backward(pass, operation, step)
    case .logSigmoidSum(let kernel): kernel.backward(pass, operation, step)
    case .conditioning(let kernel): try kernel.backward(pass, operation, step)
    }
  }
}
