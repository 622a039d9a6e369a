internal import Diagnostics

/// Lists of numbers one after the other, each with its length before it, to be read back in the same
/// order.
package struct NumberList: Sendable, Equatable {
  package private(set) var numbers: [Double]
  private var position = 0

  package init(_ numbers: [Double] = []) { self.numbers = numbers }

  mutating func append(_ part: [Double]) {
    numbers.append(Double(part.count))
    numbers += part
  }

  mutating func append(_ number: Int) { numbers.append(Double(number)) }

  /// The next list.
  ///
  /// - Throws: `value` when it ends too early or has another length than expected.
  mutating func next(count expected: Int? = nil) throws -> [Double] {
    let count = try nextInteger()
    guard expected == nil || expected == count, count >= 0, count <= numbers.count - position else {
      throw NumberList.damage
    }
    defer { position += count }
    return Array(numbers[position..<position + count])
  }

  /// The next whole number.
  mutating func nextInteger() throws -> Int {
    guard position < numbers.count, let number = Int(exactly: numbers[position]) else {
      throw NumberList.damage
    }
    position += 1
    return number
  }

  static var damage: Failure {
    Failure(.value, "expected the state of a training run of this network, found another or a part")
  }

  package static func == (left: NumberList, right: NumberList) -> Bool {
    left.numbers.map(\.bitPattern) == right.numbers.map(\.bitPattern)
  }
}
