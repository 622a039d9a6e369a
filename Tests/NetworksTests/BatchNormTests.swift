import Datasets
import Networks
import Tensors
import Testing

@Suite struct BatchNormTests {
  @Test func `images and rows normalised while training have the gradient of PyTorch`() throws {
    // PyTorch 2.15.0, double precision.
    let network = try ImageCases.network(
      [2, 5, 4],
      [
        .convolution(channels: 2, kernel: 3, padding: .same), .batchNorm, .activation(.relu),
        .maxPool(2), .flatten, .dense(3), .batchNorm, .activation(.tanh),
      ])
    let found = try network.lossAndGradient(
      ImageCases.wave(79, 0.5, 1.3, 0.4), on: ImageCases.data(rows: 4, shape: [2, 5, 4]),
      isTraining: true)
    expectClose([found.total], [0.617749106307537], tolerance: 1e-13)
    let expected: [Double] = [
      0.018910755857, -0.0669962009751, -0.0374766942029, -0.0222614987382, 0.246256617749,
      0.189299833455, 0.081228389878, -0.223575273881, -0.244063238927, 0.085469513639,
      0.0746913035941, 0.0861032945039, 0.133999480828, 0.068494624644, -0.147595619317,
      -0.129168345449, -0.170507463953, 0.0584263126187, 0.0716962773072, 0.115576707419,
      0.527938939203, -0.0856668896847, 0.485091309449, 0.0522206523339, 0.21726251982,
      -0.558420102407, -0.124952204393, 0.229706287553, 0.549935453808, 0.130355897954,
      0.474699257579, -0.138278870116, -0.223412410324, -0.44759837534, -0.0557354709297,
      0.217714706658, 1.11022302463e-16, -2.22044604925e-16, 1.39583083715, 1.16041417457, 0,
      0.812050971277, 0.161834176246, -0.100810822234, -0.0075395871247, -0.336995329058,
      0.0361313550256, 0.0111872313669, 0.318491448244, -0.054677016838, -0.0101341151647,
      0.227481382711, -0.005080824352, -0.00359899791479, 0.465744506025, -0.176326361082,
      -0.0191476478937, -0.505897035418, 0.0766070072091, 0.0142214360292, -0.469287991508,
      0.0112389864165, 0.00777059544577, -0.400601817811, 0.0868293093865, 0.0146444953518,
      8.881784197e-16, -1.05471187339e-15, 0, -0.0230658475085, 0.249678179438,
      -0.000616034791954, -0.0949688320642, -0.174222333015, -0.00369132840951,
      -0.0628436616814, 0.306582370011, 0.239053987932, 0.537852496784,
    ]
    expectClose(found.gradient, expected, tolerance: 1e-10)
  }

  /// Three steps on all rows, which leave the parameters as they are.
  private func fitted(_ shape: [Int], _ layers: [Layer]) throws -> FittedNetwork {
    var options = NetworkOptions()
    options.epochs = 3
    options.batch = 4
    options.optimizer.learningRate = 0
    let network = try ImageCases.network(shape, layers)
    return try #require(try network.fit(ImageCases.data(rows: 4, shape: shape), options))
  }

  private func statistics(_ fitted: FittedNetwork) -> [Double] {
    guard case .double(_, let statistics) = fitted.numbers else { return [] }
    return statistics
  }

  @Test func `running means and variances after three steps are those of PyTorch`() throws {
    // PyTorch 2.15.0, BatchNorm2d and BatchNorm1d: running_mean, then running_var.
    let images = try statistics(fitted([2, 3, 3], [.batchNorm, .flatten]))
    expectClose(
      images,
      [
        -6.715173457077871e-05, -5.4789289252879834e-05, 0.8679750588059862, 0.8679728319588162,
      ], tolerance: 1e-14)
    let rows = try statistics(fitted([3], [.batchNorm]))
    expectClose(
      rows,
      [
        0.014084713973273003, 0.053678331721394246, 0.06802619131387405, 0.8678029538115735,
        0.9063805700194055, 0.9314885122821961,
      ], tolerance: 1e-14)
  }

  @Test func `predictions use the running means and variances`() throws {
    let fitted = try fitted([3], [.batchNorm])
    let (kept, w) = (statistics(fitted), Array(fitted.numbers.parameters[6...]))
    let x = try ImageCases.data(rows: 4, shape: [3]).X
    let expected = (0..<4).map { i in
      (0..<3).reduce(w[3]) {
        $0 + w[$1] * (x[i, $1] - kept[$1]) / (kept[3 + $1] + 1e-5).squareRoot()
      }
    }
    expectClose(try fitted.scores(x)[0].elements, expected, tolerance: 1e-12)
  }

  @Test func `a batch of one row leaves the running variances as they are`() throws {
    var options = NetworkOptions()
    options.epochs = 2
    let network = try ImageCases.network([3], [.batchNorm])
    let fitted = try #require(
      try network.fit(ImageCases.data(rows: 1, shape: [3]), options))
    #expect(statistics(fitted)[3...] == [1, 1, 1])
    #expect(fitted.history.allSatisfy { $0.total.isFinite })
  }

  @Test func `gradients with running means agree with finite differences`() throws {
    let network = try ImageCases.network(
      [2, 4, 4],
      [
        .convolution(channels: 3, kernel: 3, padding: .same), .batchNorm, .activation(.sigmoid),
        .flatten, .dense(4), .batchNorm,
      ])
    let data = try ImageCases.data(rows: 6, shape: [2, 4, 4])
    try expectGradient(of: network, on: data)
    try expectGradient(of: network, on: data, isTraining: true, tolerance: 1e-6)
  }
}
