import Datasets
import Diagnostics
import Networks
import Tensors
import Testing

@Suite struct ConvolutionTests {
  // MARK: - PyTorch 2.15.0, double precision

  @Test func `two convolutions have the loss and gradient of PyTorch`() throws {
    let network = try ImageCases.network(
      [2, 5, 6],
      [
        .convolution(channels: 3, kernel: 3, padding: .same), .activation(.relu), .maxPool(2),
        .convolution(channels: 2, kernel: 2, padding: .same), .flatten,
      ])
    let found = try network.lossAndGradient(
      ImageCases.wave(96, 0.5, 1.3, 0.4), on: ImageCases.data(rows: 3, shape: [2, 5, 6]))
    expectClose([found.total], [0.793207971448358], tolerance: 1e-13)
    let expected: [Double] = [
      0.18611131984, 0.131489575831, -0.0690195506459, 0.0521871133117, 0.235617032585,
      0.574629724173, -0.254175900809, -0.376024923853, -0.383937606914, -0.116037750183,
      -0.183116136226, -0.365801560252, 0.190847594097, 0.121019268131, -0.216617811092,
      0.0696959655255, 0.255172569317, 0.581212697007, 0.962058549605, 1.29977135341,
      1.00803516552, -1.03340210166, -0.479623739056, 0.0562926151102, 0.350543196356,
      -0.384824723998, -0.683037338624, 0.428814322906, -0.604122275734, -1.10522276653,
      0.715863974008, 0.85783017169, 0.5983456491, -1.0190290459, -0.430733149749,
      0.106706909227, 0, 0, 0, -0.00411134275306, -0.0137672423242, -0.0112524558988,
      -0.00046863437525, 0.00487255097593, 0.000304396115031, 0, 0, 0, 0.0046366340274,
      0.00934250749036, 0.0111667103248, -0.0039104828187, -0.0135913778835, -0.0108250927228,
      -0.589638980627, -0.70537241362, 0.017745629193, -0.599036110793, -0.578163031408,
      -0.0991733308847, -0.690284126654, -0.318589709701, -0.160799141435, -0.135192966359,
      -0.367221939473, -0.00367860282618, -0.000311358073988, 0, 0, 0.115385514585,
      -0.350074828499, 0.769089782201, 0.518228826985, -0.0931179796223, -0.223850896435,
      0.382265593285, 0.192525849013, -4.94257840346e-05, 0.000819976908879, 0, 0,
      -0.829510606312, -0.0253203950575, 0.302001359782, 0.15088741976, 0.583074903318,
      1.22419016025, 1.19054427057, 1.38407766104, 0.176196484913, 0.320505507635,
      -0.109559167017, -0.790522937504, -0.770744859666, -0.891290862145, -1.46022517204,
    ]
    expectClose(found.gradient, expected, tolerance: 1e-10)
  }

  @Test func `pooling of squares of three has the loss and gradient of PyTorch`() throws {
    let network = try ImageCases.network(
      [2, 6, 5],
      [
        .convolution(channels: 2, kernel: 3, padding: .same), .activation(.tanh), .maxPool(3),
        .flatten,
      ])
    let found = try network.lossAndGradient(
      ImageCases.wave(43, 0.5, 1.3, 0.4), on: ImageCases.data(rows: 3, shape: [2, 6, 5]))
    expectClose([found.total], [0.840774297223442], tolerance: 1e-13)
    let expected: [Double] = [
      0.0304905708438, 0.304605410163, 0.241964598659, -0.0861512440534, -0.290144666136,
      -0.161498225034, 0.130863246381, 0.294369394561, 0.195791246395, 0.120677178741,
      -0.15516645139, -0.287780447575, -0.0725122436072, 0.237384784388, 0.3048545253,
      0.0151319721315, -0.199358381644, -0.295060848457, 0, 0.0059035774233, -0.0928717736076,
      0, 0.306883065272, 0.363128200748, 0, -0.389581441981, -0.402777287476, 0,
      -0.129711692251, -0.049049181375, 0, -0.00131933827843, -0.236749994848, 0,
      0.0772681040598, 0.32648470541, -0.114366870594, -0.371678763056, -0.520224116102,
      -0.780662718398, -0.191450618893, -0.0261063467203, -1.51615578505,
    ]
    expectClose(found.gradient, expected, tolerance: 1e-10)
  }

  @Test(arguments: [false, true])
  func `gradients of equal numbers in a square go where PyTorch passes them`(
    _ isRectified: Bool
  ) throws {
    var layers: [Layer] = [.convolution(channels: 2, kernel: 2, padding: .valid)]
    if isRectified { layers.append(.activation(.relu)) }
    let parameters =
      [Double](repeating: 0, count: 8) + [0.3, -0.2]
      + ImageCases.wave(8, 0.5, 1.3, 0.4) + [0.1]
    let expected: [Double] =
      isRectified
      ? [
        -0.0441574225898, -0.392065612799, 0.236445315691, 0.506389707318, 0, 0, 0, 0,
        -0.351044376888, 0, -0.347547341594, -0.347547341594, -0.347547341594, -0.347547341594, 0,
        0, 0, 0, -1.15849113865,
      ]
      : [
        -0.0272799049381, -0.425977972608, 0.246134771194, 0.56146044197, -0.566034183296,
        -0.58389418908, 0.612269796493, 0.481751335308, -0.400300207586, -0.536839993743,
        -0.396312495358, -0.396312495358, -0.396312495358, -0.396312495358, 0.264208330239,
        0.264208330239, 0.264208330239, 0.264208330239, -1.32104165119,
      ]
    // Pooling after the identity is an operation of its own.
    for between: [Layer] in [[], [.dropout(0)]] {
      let network = try ImageCases.network([1, 5, 5], layers + between + [.maxPool(2), .flatten])
      let found = try network.lossAndGradient(
        parameters, on: ImageCases.data(rows: 2, shape: [1, 5, 5]))
      expectClose(
        [found.total], [isRectified ? 0.388355922078258 : 0.489118253544516], tolerance: 1e-13)
      expectClose(found.gradient, expected, tolerance: 1e-10)
    }
  }

  // MARK: - Written out

  /// A convolution, rectification and pooling by their definitions.
  private struct Plain {
    let (channels, height, width): (Int, Int, Int)
    let (outputs, kernel, before): (Int, Int, Int)
    let (rows, columns, pool): (Int, Int, Int)

    func score(_ x: ArraySlice<Double>, _ w: ArraySlice<Double>, head: ArraySlice<Double>) -> Double
    {
      let taps = channels * kernel * kernel
      func convolved(_ o: Int, _ i: Int, _ j: Int) -> Double {
        var sum = w[w.startIndex + outputs * taps + o]
        for t in 0..<taps {
          let (c, u, v) = (t / kernel / kernel, t / kernel % kernel, t % kernel)
          let (y, z) = (i + u - before, j + v - before)
          guard (0..<height).contains(y), (0..<width).contains(z) else { continue }
          sum += w[w.startIndex + o * taps + t] * x[x.startIndex + (c * height + y) * width + z]
        }
        return max(sum, 0)
      }
      var (sum, place) = (0.0, head.startIndex)
      for o in 0..<outputs {
        for i in 0..<rows / pool {
          for j in 0..<columns / pool {
            let square = (0..<pool * pool).map {
              convolved(o, i * pool + $0 / pool, j * pool + $0 % pool)
            }
            sum += (square.max() ?? 0) * head[place]
            place += 1
          }
        }
      }
      return sum
    }
  }

  @Test func `convolutions of many shapes are sums over their kernels`() throws {
    var random = RandomGenerator(seed: 5)
    func size(_ bound: UInt64) -> Int { 1 + Int(random.integer(below: bound)) }
    for _ in 0..<60 {
      let (channels, height, width) = (size(4), size(12), size(24))
      let (outputs, kernel) = (size(11), size(5))
      let isSame = size(2) == 1 || kernel > min(height, width)
      let (rows, columns) = isSame ? (height, width) : (height - kernel + 1, width - kernel + 1)
      let pool = min(size(3), rows, columns)
      let network = try ImageCases.network(
        [channels, height, width],
        [
          .convolution(channels: outputs, kernel: kernel, padding: isSame ? .same : .valid),
          .activation(.relu), .maxPool(pool), .flatten,
        ])
      let data = try ImageCases.data(rows: 2, shape: [channels, height, width])
      let start = network.startingParameters(seed: size(1000))
      let plain = Plain(
        channels: channels, height: height, width: width, outputs: outputs, kernel: kernel,
        before: isSame ? (kernel - 1) / 2 : 0, rows: rows, columns: columns, pool: pool)
      let weights = outputs * (channels * kernel * kernel + 1)
      let d = channels * height * width
      let loss = (0..<2).reduce(0.0) {
        let score =
          plain.score(
            data.X.elements[$1 * d..<($1 + 1) * d], start[..<weights], head: start[weights...])
          + start[start.count - 1]
        let error = score - data.heads[0].values.elements[$1]
        return $0 + error * error / 2
      }
      let found = try network.lossAndGradient(start, on: data).total
      expectClose([found], [loss], tolerance: 1e-11)
    }
  }

  // MARK: - Finite differences

  @Test func `gradients of images agree with finite differences`() throws {
    let data = try ImageCases.data(rows: 3, shape: [2, 6, 5])
    let stacks: [[Layer]] = [
      [.convolution(channels: 2, kernel: 3, padding: .same), .activation(.tanh), .flatten],
      [
        .convolution(channels: 9, kernel: 3, padding: .valid), .activation(.relu),
        .convolution(channels: 2, kernel: 2, padding: .same), .activation(.sigmoid), .flatten,
        .dense(3),
      ],
    ]
    for stack in stacks {
      try expectGradient(of: ImageCases.network([2, 6, 5], stack), on: data)
    }
  }

  @Test func `gradients of groups side by side and of tied ones agree with finite differences`()
    throws
  {
    let network = try Network(
      inputShape: [1, 6, 6], heads: [Head("y", .regression)],
      architecture: GroupStack(
        groups: 3,
        own: [
          .dropout(0.2), .batchNorm, .convolution(channels: 2, kernel: 3, padding: .valid),
          .activation(.tanh), .convolution(channels: 2, kernel: 2, padding: .same), .maxPool(2),
          .batchNorm,
        ],
        tied: [
          .convolution(channels: 2, kernel: 2, padding: .valid), .batchNorm, .flatten, .dense(2),
        ]))
    let data = try ImageCases.data(rows: 10, shape: [1, 6, 6])
    try expectGradient(of: network, on: data, isTraining: true, tolerance: 1e-6)
    try expectGradient(of: network, on: data)
  }

  // MARK: - Threads and precision

  @Test(.serialized, arguments: NetworkOptions.Precision.allCases)
  func `training does not depend on the number of threads`(
    _ precision: NetworkOptions.Precision
  ) throws {
    let network = try ImageCases.network(
      [1, 20, 20],
      [
        .convolution(channels: 16, kernel: 5, padding: .same), .activation(.relu), .maxPool(2),
        .convolution(channels: 9, kernel: 3, padding: .same), .activation(.relu), .flatten,
      ])
    var options = NetworkOptions()
    options.epochs = 2
    options.batch = 27
    options.precision = precision
    let data = try ImageCases.data(rows: 61, shape: [1, 20, 20])
    let before = Parallel.threadCount
    defer { Parallel.threadCount = before }
    let runs = try [1, 2, 5].map { count in
      Parallel.threadCount = count
      return try network.fit(data, options)?.numbers
    }
    #expect(runs[0] != nil)
    #expect(runs[0] == runs[1])
    #expect(runs[0] == runs[2])
  }

  @Test func `predictions do not depend on how many rows there are`() throws {
    let network = try ImageCases.network(
      [1, 9, 9],
      [
        .convolution(channels: 5, kernel: 3, padding: .same), .activation(.relu), .maxPool(2),
        .flatten,
      ])
    let data = try ImageCases.data(rows: 300, shape: [1, 9, 9])
    var options = NetworkOptions()
    options.epochs = 1
    let fitted = try #require(try network.fit(data, options))
    let all = try fitted.scores(data.X)[0].elements
    let some = try fitted.scores(Tensor(Array(data.X.elements[81 * 40..<81 * 43]), Shape(3, 81)))
    // The head's product of matrices adds up in another order.
    expectClose(some[0].elements, Array(all[40..<43]), tolerance: 1e-13)
  }

  // MARK: - What does not fit

  @Test func `layers that do not fit images say where and why`() {
    let cases: [([Int], [Layer], String)] = [
      (
        [5], [.convolution(channels: 2, kernel: 3, padding: .same)],
        "trunk, layer 1, conv2d(2, 3, padding=\"same\"): expected an image (channels, height, width), "
          + "found a row of 5 numbers"
      ),
      (
        [1, 4, 6], [.convolution(channels: 2, kernel: 5, padding: .valid)],
        "trunk, layer 1, conv2d(2, 5, padding=\"valid\"): the kernel of 5×5 is larger than the image of "
          + "4×6"
      ),
      (
        [1, 4, 6],
        [.convolution(channels: 2, kernel: 3, padding: .valid), .activation(.relu), .maxPool(3)],
        "trunk, layer 3, max_pool(3): squares of 3×3 are larger than the image of 2×4"
      ),
      (
        [6], [.dense(4), .maxPool(2)],
        "trunk, layer 2, max_pool(2): expected an image (channels, height, width), found a row of 4 "
          + "numbers"
      ),
      (
        [1, 4, 4], [.maxPool(0)],
        "trunk, layer 1, max_pool(0): expected squares of at least 1×1, found 0×0"
      ),
      (
        [1, 4, 4], [.convolution(channels: 0, kernel: 3, padding: .same)],
        "trunk, layer 1, conv2d(0, 3, padding=\"same\"): expected at least one channel, found 0"
      ),
      (
        [1, 4, 4], [.convolution(channels: 1, kernel: -1, padding: .same)],
        "trunk, layer 1, conv2d(1, -1, padding=\"same\"): expected a kernel of at least 1×1, found -1×-1"
      ),
      (
        [3], [.dropout(1)],
        "trunk, layer 1, dropout(1.0): expected a probability of at least 0 and below 1, found 1.0"
      ),
      (
        [1, 4, 4], [.dense(4)],
        "trunk, layer 1, dense(4): expected one row of numbers, found an image of 1×4×4"
      ),
    ]
    for (shape, layers, message) in cases {
      let failure = #expect(throws: Failure.self) { try ImageCases.network(shape, layers) }
      #expect(failure?.message == message)
    }
  }
}
