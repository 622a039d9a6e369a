/// Parameters side by side that a step moves, the others being frozen.
package struct MovingRange: Sendable, Equatable {
  package let range: Range<Int>
  /// The steps that were done before they began to learn: what an optimizer keeps for them, it has
  /// kept since then.
  package let since: Int

  package init(_ range: Range<Int>, since: Int = 0) {
    self.range = range
    self.since = since
  }
}

/// The ranges one after the other, or all numbers as one.
@inline(__always)
func forEachRange(_ ranges: [MovingRange]?, _ count: Int, _ body: (MovingRange) -> Void) {
  guard let ranges else { return body(MovingRange(0..<count)) }
  for part in ranges {
    body(MovingRange(part.range.clamped(to: 0..<count), since: part.since))
  }
}
