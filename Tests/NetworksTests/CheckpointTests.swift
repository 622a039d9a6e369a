import Datasets
import Diagnostics
import Files
import Glibc
import Networks
import Stepping
import Tensors
import Testing

/// Trainings that were stopped and continue from a file.
@Suite struct CheckpointTests {
  private static let network: Network? = try? Network(
    inputShape: [5], heads: NetworkCases.heads,
    architecture: HardSharing(
      trunk: [.dense(7), .activation(.tanh)], tower: [.dense(3), .activation(.sigmoid)]))

  private static func options(
    _ precision: NetworkOptions.Precision, epochs: Int = 6
  ) -> NetworkOptions {
    var options = NetworkOptions()
    options.epochs = epochs
    options.batch = 5
    options.precision = precision
    options.seed = 3
    options.smoothing = 0.05
    return options
  }

  private let folder = ScratchFiles()
  private var path: String { folder.path + "/run" }

  /// A checkpoint after so many epochs, as bytes.
  private func bytes(
    after epochs: Int, _ precision: NetworkOptions.Precision = .double
  ) throws
    -> [UInt8]
  {
    let (network, data) = (try #require(Self.network), try NetworkCases.data())
    var training = try NetworkTraining(network, on: data, Self.options(precision))
    for _ in 0..<epochs { _ = try training.advance() }
    return NetworkCheckpoint.archive(
      of: training, fingerprint: DataFingerprint(TrainingRows(data), for: network)
    ).encoded()
  }

  private func resumed(
    _ bytes: [UInt8], _ options: NetworkOptions, network: Network? = nil, data: HeadDataset? = nil
  ) throws -> FittedNetwork? {
    var training = try NetworkTraining(
      resuming: Archive(decoding: bytes, from: "run"), named: "run",
      network ?? #require(Self.network), on: data ?? NetworkCases.data(), options)
    try training.finish()
    return training.output
  }

  @Test(arguments: NetworkOptions.Precision.allCases, 0...6)
  func `a training that was stopped after any epoch ends bit for bit like one that was not`(
    _ precision: NetworkOptions.Precision, stop: Int
  ) throws {
    let options = Self.options(precision)
    let network = try #require(Self.network)
    let whole = try #require(try network.fit(NetworkCases.data(), options))
    let parts = try #require(try resumed(bytes(after: stop, precision), options))
    #expect(parts.numbers == whole.numbers)
    #expect(parts.history.map(\.losses) == whole.history.map(\.losses))
    #expect(parts.history.map(\.total) == whole.history.map(\.total))
    let X = try NetworkCases.data(rows: 9, seed: 5).X
    #expect(try parts.scores(X).map(\.elements) == whole.scores(X).map(\.elements))
  }

  @Test func `a training may continue beyond its last epoch, as if it had been longer`() throws {
    let longer = Self.options(.double, epochs: 9)
    let network = try #require(Self.network)
    let whole = try #require(try network.fit(NetworkCases.data(), longer))
    #expect(try resumed(bytes(after: 6), longer)?.numbers == whole.numbers)
  }

  // MARK: - Damage

  @Test func `a file that was cut short at any byte is turned down`() throws {
    let bytes = try bytes(after: 2)
    for length in stride(from: 0, to: bytes.count, by: 37) {
      let failure = #expect(throws: Failure.self) {
        _ = try Archive(decoding: Array(bytes.prefix(length)), from: "run")
      }
      #expect(failure?.kind == .file)
    }
  }

  @Test func `a file with any flipped bit is turned down`() throws {
    let bytes = try bytes(after: 1)
    var generator = RandomGenerator(seed: 1)
    let places =
      Array(0..<64)
      + (0..<150).map { _ in Int(generator.integer(below: UInt64(bytes.count))) }
      + Array(bytes.count - 8..<bytes.count)
    for place in places {
      var damaged = bytes
      damaged[place] ^= 1 << UInt8(place % 8)
      #expect(throws: Failure.self, "byte \(place)") {
        _ = try Archive(decoding: damaged, from: "run")
      }
    }
  }

  @Test func `bytes after the end are damage, too`() throws {
    let bytes = try bytes(after: 1)
    #expect(throws: Failure.self) { _ = try Archive(decoding: bytes + [0], from: "run") }
    #expect(throws: Failure.self) { _ = try Archive(decoding: bytes + bytes, from: "run") }
  }

  @Test func `the checksum is the one of gzip`() {
    // The check value of CRC-32/ISO-HDLC; zlib.crc32(b"123456789") of Python 3.12 gives the same.
    #expect(Checksum.crc32("123456789".utf8) == 0xCBF4_3926)
    #expect(Checksum.crc32("".utf8) == 0)
    #expect(Checksum.crc32("The quick brown fox jumps over the lazy dog".utf8) == 0x414F_A339)
  }

  @Test func `archives keep every bit of what they hold`() throws {
    var archive = Archive("test")
    archive["text"] = .text("λ = 1\nsecond")
    archive["empty"] = .doubles([])
    archive["integers"] = .integers([.min, -1, 0, .max])
    let doubles = [0, -0.0, .infinity, -.infinity, .leastNonzeroMagnitude, 0.1]
    archive["doubles"] = .doubles(doubles)
    let floats: [Float] = [0.1, -0.0, .infinity, .leastNonzeroMagnitude]
    archive["floats"] = .floats(floats)
    let again = try Archive(decoding: archive.encoded(), from: "test")
    #expect(again == archive)
    #expect(try again.doubles("doubles").map(\.bitPattern) == doubles.map(\.bitPattern))
    #expect(try again.floats("floats").map(\.bitPattern) == floats.map(\.bitPattern))
  }

  // MARK: - Others

  private func message(_ body: () throws -> Void) -> String {
    do {
      try body()
      return "no error"
    } catch {
      return (error as? Failure)?.message ?? "\(error)"
    }
  }

  @Test func `a checkpoint of another network says so`() throws {
    let other = try Network(
      inputShape: [5], heads: NetworkCases.heads,
      architecture: HardSharing(trunk: [.dense(8), .activation(.tanh)]))
    let bytes = try bytes(after: 1)
    #expect(
      message { _ = try resumed(bytes, Self.options(.double), network: other) }
        == "run is a checkpoint of another network")
  }

  @Test func `a checkpoint of other options says which`() throws {
    var options = Self.options(.double)
    options.batch = 6
    let bytes = try bytes(after: 1)
    #expect(
      message { _ = try resumed(bytes, options) }
        == "run is a checkpoint of other options: batch is 5 there, 6 here")
    options = Self.options(.double)
    options.optimizer.learningRate = 0.01
    let text = message { _ = try resumed(bytes, options) }
    #expect(text.contains("0.001 there, 0.01 here"), "\(text)")
  }

  @Test func `a checkpoint of other data says what differs`() throws {
    let bytes = try bytes(after: 1)
    func failure(_ change: (inout HeadDataset) throws -> Void) throws -> String {
      var data = try NetworkCases.data()
      try change(&data)
      return message { _ = try resumed(bytes, Self.options(.double), data: data) }
    }
    let beginning = "run is a checkpoint of other data: "
    #expect(
      try failure { $0 = try NetworkCases.data(rows: 13) }
        == beginning + "it was trained on 12 rows, found 13")
    #expect(
      try failure {
        var x = $0.X.elements
        (x[3], x[17]) = (-x[3], -x[17])
        $0.X = Tensor(x, $0.X.shape)
      } == beginning + "the inputs are not those it was trained on")
    #expect(
      try failure {
        var y = $0.heads[1].values.elements
        y[4] = 1 - y[4]
        $0.heads[1].values = Tensor(y)
      } == beginning + "the targets of head 'sign' are not those it was trained on")
  }

  @Test func `a file that is no checkpoint of the network is not overwritten`() throws {
    let (network, data) = (try #require(Self.network), try NetworkCases.data())
    let other = try Network(
      inputShape: [5], heads: NetworkCases.heads, architecture: HardSharing(trunk: [.dense(2)]))
    func start() throws -> String {
      let training = try NetworkTraining(network, on: data, Self.options(.double))
      return message {
        _ = try WatchedTraining(training, on: TrainingRows(data), checkpoint: CheckpointPlan(path))
      }
    }
    let foreign = NetworkCheckpoint.archive(
      of: try NetworkTraining(other, on: data),
      fingerprint: DataFingerprint(TrainingRows(data), for: other)
    ).encoded()
    for contents in [Array("my thesis".utf8), foreign, Array(foreign.dropLast(9)), []] {
      try File.write(contents, to: path)
      #expect(try start() != "no error")
      #expect(try File.read(path) == contents)
    }
    try File.write(bytes(after: 1), to: path)
    #expect(try start() == "no error")
  }

  // MARK: - Files

  @Test func `a checkpoint and a log are written every epoch`() throws {
    let (network, data) = (try #require(Self.network), try NetworkCases.data())
    let options = Self.options(.single)
    var run = try WatchedTraining(
      NetworkTraining(network, on: data, options), on: TrainingRows(data),
      checkpoint: CheckpointPlan(path, every: 4),
      log: EventLog(path + ".csv", of: network, options, on: TrainingRows(data)))
    try run.finish()
    let archive = try Archive.read(path, holding: ["checkpoint"])
    #expect(try archive.doubles("history.total").count == 6)
    let log = try readCSV(path + ".csv").X.dense()
    #expect(log.rowCount == 6)
    for (epoch, record) in run.training.history.enumerated() {
      #expect(log[epoch, 0] == Double(epoch + 1))
      #expect(log[epoch, 2] == record.total)
      #expect((0..<4).map { log[epoch, 3 + $0] } == record.losses)
    }
  }

  @Test func `a folder that cannot be written to is told in a sentence`() throws {
    let (network, data) = (try #require(Self.network), try NetworkCases.data())
    let training = try NetworkTraining(network, on: data, Self.options(.double))
    func message(_ path: String) -> String {
      self.message {
        var run = try WatchedTraining(
          training, on: TrainingRows(data), checkpoint: CheckpointPlan(path))
        try run.finish()
      }
    }
    #expect(
      message(folder.path + "/none/run")
        == "cannot write \(folder.path)/none/run: its folder does not exist")
    #expect(message("/proc/run").hasPrefix("cannot write /proc/run: "))
    #expect(message(folder.path) == "cannot write \(folder.path): it is a folder")
    #expect(message("") == "cannot write a file without a name")
  }

  @Test func `a checkpoint that cannot be written is told before the first epoch`() throws {
    let (network, data) = (try #require(Self.network), try NetworkCases.data())
    let training = try NetworkTraining(network, on: data, Self.options(.double))
    #expect(throws: Failure.self) {
      _ = try WatchedTraining(
        training, on: TrainingRows(data), checkpoint: CheckpointPlan(folder.path + "/none/run"))
    }
  }

  @Test func `every option but its text and the start is a field that checkpoints compare`() {
    let names = NetworkOptions().fields.map(\.name)
    let mirrors = [
      ("", Mirror(reflecting: NetworkOptions())), ("optimizer.", Mirror(reflecting: Optimizer())),
      ("freezing.", Mirror(reflecting: Freezing())),
      ("optimizer.clipping.", Mirror(reflecting: GradientClipping())),
    ]
    for (stem, mirror) in mirrors {
      for label in mirror.children.compactMap(\.label) where !["written", "start"].contains(label) {
        let name = stem + label
        #expect(names.contains { $0 == name || $0.hasPrefix(name + ".") }, "\(name)")
      }
    }
    #expect(Set(names).count == names.count)
  }

  @Test(arguments: NetworkOptions.Precision.allCases)
  func `a saved network predicts bit for bit`(_ precision: NetworkOptions.Precision) throws {
    let (network, data) = (try #require(Self.network), try NetworkCases.data())
    let fitted = try #require(try network.fit(data, Self.options(precision)))
    try fitted.archive.write(to: path)
    let again = try FittedNetwork(
      from: Archive.read(path, holding: [FittedNetwork.content]), named: path, network,
      Self.options(precision))
    #expect(again.numbers == fitted.numbers)
    #expect(again.history.map(\.losses) == fitted.history.map(\.losses))
    #expect(try again.scores(data.X).map(\.elements) == fitted.scores(data.X).map(\.elements))
  }
}

/// A folder of one test's own, removed at its end.
final class ScratchFiles {
  let path = "/tmp/tandem-networks-\(getpid())-\(UInt64.random(in: 0 ... .max))"

  init() { mkdir(path, 0o700) }

  deinit {
    if let directory = opendir(path) {
      while let entry = readdir(directory) {
        let name = withUnsafePointer(to: &entry.pointee.d_name) {
          $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
        }
        unlink(path + "/" + name)
      }
      closedir(directory)
    }
    rmdir(path)
  }
}
