/// An architecture with a stack that works on the inputs before anything else.
package protocol TrunkOwner: Architecture {
  /// The stack and its name in parameters.
  var sharedStack: (name: String, layers: [Layer]) { get }
}

extension HardSharing: TrunkOwner {
  package var sharedStack: (name: String, layers: [Layer]) { ("trunk", trunk) }
}

extension Conditioned: TrunkOwner {
  package var sharedStack: (name: String, layers: [Layer]) { ("trunk", trunk) }
}

extension SoftSharing: TrunkOwner {
  package var sharedStack: (name: String, layers: [Layer]) { ("trunk", trunk) }
}

extension CrossStitch: TrunkOwner {
  package var sharedStack: (name: String, layers: [Layer]) { ("trunk", trunk) }
}

extension EncoderDecoders: TrunkOwner {
  package var sharedStack: (name: String, layers: [Layer]) { ("encoder", encoder) }
}

extension EntireSpace: TrunkOwner {
  package var sharedStack: (name: String, layers: [Layer]) { ("bottom", bottom) }
}
