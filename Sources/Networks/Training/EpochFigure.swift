/// Numbers that an epoch left besides its losses, under a name and in a shape: the shares of gates, α.
package struct EpochFigure: Sendable, Equatable, Codable {
  /// `gates`, `effective experts`, `expert load`, `stitch 1`.
  package let name: String
  /// The rows and columns: gates × experts, tasks × tasks; or one count.
  package let shape: [Int]
  /// Row-major.
  package let values: [Double]

  package init(name: String, shape: [Int], values: [Double]) {
    self.name = name
    self.shape = shape
    self.values = values
  }
}

// MARK: - As a list

extension EpochFigure {
  func write(to list: inout NumberList) {
    list.append(name.utf8.map(Double.init))
    list.append(shape.map(Double.init))
    list.append(values)
  }

  /// Reads what ``write(to:)`` wrote.
  ///
  /// - Throws: `value` when the list is not one of a figure.
  init(from list: inout NumberList) throws {
    let letters = try list.next().compactMap { UInt8(exactly: $0) }
    let shape = try list.next().compactMap { Int(exactly: $0) }
    let values = try list.next(count: shape.reduce(1, &*))
    self.init(name: String(decoding: letters, as: UTF8.self), shape: shape, values: values)
  }
}

extension [EpochRecord] {
  /// A figure of every epoch that has it, in order.
  package func figures(_ name: String) -> [EpochFigure] {
    compactMap { record in record.figures.first { $0.name == name } }
  }
}
