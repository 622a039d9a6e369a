internal import Tensors

/// The independent sequences of random numbers that a run draws from one seed.
///
/// Streams from 16 on are those of the parameters' starts; layers that draw count steps instead, as
/// ``StepDraws`` says.
enum RunStream: UInt64 {
  case shuffling = 0
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
  var noise: RandomGenerator
  var surgery: RandomGenerator

  init(seed: Int) {
    shuffling = RunStream.shuffling.generator(seed: seed)
    noise = RunStream.noise.generator(seed: seed)
    surgery = RunStream.surgery.generator(seed: seed)
  }

  /// How many words each has drawn; with the seed that is all there is to them.
  var positions: [UInt64] {
    get { [shuffling.position, noise.position, surgery.position] }
    set {
      guard newValue.count == 3 else { return }
      shuffling.position = newValue[0]
      (noise.position, surgery.position) = (newValue[1], newValue[2])
    }
  }
}
