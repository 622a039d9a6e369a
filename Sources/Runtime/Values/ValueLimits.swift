internal import Diagnostics

/// The sizes that strings and lists may have, so that doubling one in a loop is an error and does
/// not exhaust the machine.
package enum ValueLimits {
  /// Bytes of a string.
  package static let textBytes = 1 << 28
  /// Elements of a list.
  package static let listElements = 1 << 24
  /// Bytes of a value written as its literal; what is longer ends with `…`.
  static let literalBytes = 1 << 26

  /// Throws when a string of so many bytes would be too long.
  package static func checkText(_ bytes: Int) throws {
    guard bytes <= textBytes else {
      throw Failure(
        .limit,
        "a string holds at most \(textBytes >> 20) MB, this one would have \(bytes >> 20) MB")
    }
  }

  /// Throws when a list of so many elements would be too long.
  package static func checkList(_ count: Int) throws {
    guard count <= listElements else {
      throw Failure(
        .limit, "a list holds at most \(listElements) elements, this one would have \(count)",
        notes: ["numbers take half the room in a tensor"])
    }
  }
}
