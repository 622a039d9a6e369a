internal import Diagnostics
internal import Tensors

extension Dataset {
  /// The set with some of its labels only, in the order given; features stay as they are.
  ///
  /// - Throws: `name` for a label the set does not have, with near ones; `argument` when none or
  ///   one of them twice is asked for.
  package func selecting(labels names: [String]) throws -> Dataset {
    guard !names.isEmpty, Set(names).count == names.count else {
      let twice = names.first { name in names.count { $0 == name } > 1 }
      throw Failure(
        .argument,
        "expected different labels, found " + (twice.map { "'\($0)' twice" } ?? "none"))
    }
    let positions = try names.map { name in
      guard let position = labelNames.firstIndex(of: name) else {
        let near = nearNames(to: name, among: labelNames)
        throw Failure(
          .name, "expected a label of the data set, found '\(name)'",
          notes: near.isEmpty
            ? ["the labels are \(labelNames.prefix(12).joined(separator: ", "))"]
            : ["did you mean \(near.map { "'\($0)'" }.joined(separator: " or "))?"])
      }
      return position
    }
    var copy = self
    copy.Y = try Y.indexed(by: [.all, .positions(positions)])
    copy.labelNames = names
    return copy
  }
}
