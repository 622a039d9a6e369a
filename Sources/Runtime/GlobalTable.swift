/// The top-level names and the registers that hold their values, in order of first appearance.
///
/// A top-level variable *is* a register of the outermost frame, so code at top level runs as fast as
/// code in a function. A builtin's name starts out with the builtin as its value.
struct GlobalTable {
  private(set) var names: [String] = []
  private var slots: [String: Int] = [:]

  /// How many arguments calls have that can be fused, by the builtin's name.
  var fusibleCalls: [String: Int] = [:]

  static let maximumCount = 40_000

  var count: Int { names.count }

  /// The slot of a name, when it has one.
  func slot(of name: String) -> Int? { slots[name] }

  /// How many of some names have no slot yet.
  func newCount(among names: some Sequence<String>) -> Int {
    var count = 0
    for name in names where slots[name] == nil { count += 1 }
    return count
  }

  /// The slot of a name, made when it is new.
  mutating func makeSlot(for name: String) -> Int {
    if let known = slots[name] { return known }
    slots[name] = names.count
    names.append(name)
    return names.count - 1
  }
}
