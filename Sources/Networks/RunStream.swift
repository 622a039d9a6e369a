internal import Tensors

/// The independent sequences of random numbers that a run draws from one seed; streams from 16 on are
/// those of the parameters' starts.
enum RunStream: UInt64 {
  case shuffling = 0
  /// Dropout and other layers that draw.
  case layers = 1
  case noise = 2
  /// The order of tasks in gradient surgery.
  case surgery = 3
  /// Which rows are held out.
  case split = 4
  /// Which rows show whether gradients conflict.
  case conflict = 5
  /// The noise of copies that vote.
  case vote = 6

  func generator(seed: Int) -> RandomGenerator {
    RandomGenerator(seed: UInt64(bitPattern: Int64(seed)), stream: rawValue)
  }
}

/// The generators that training moves on.
struct RunGenerators: Sendable, Equatable {
  var shuffling: RandomGenerator
  var layers: RandomGenerator
  var noise: RandomGenerator
  var surgery: RandomGenerator

  init(seed: Int) {
    shuffling = RunStream.shuffling.generator(seed: seed)
    layers = RunStream.layers.generator(seed: seed)
    noise = RunStream.noise.generator(seed: seed)
    surgery = RunStream.surgery.generator(seed: seed)
  }

  /// How many words each has drawn; with the seed that is all there is to them.
  var positions: [UInt64] {
    get { [shuffling.position, layers.position, noise.position, surgery.position] }
    set {
      guard newValue.count == 4 else { return }
      (shuffling.position, layers.position) = (newValue[0], newValue[1])
      (noise.position, surgery.position) = (newValue[2], newValue[3])
    }
  }
}

extension [Int32] {
  /// Puts the elements in a new order, all orders being equally likely.
  mutating func shuffle(_ generator: inout RandomGenerator) {
    for i in stride(from: count - 1, to: 0, by: -1) {
      swapAt(i, Int(generator.integer(below: UInt64(i + 1))))
    }
  }
}
