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

extension [EpochRecord] {
  /// A figure of every epoch that has it, in order.
  package func figures(_ name: String) -> [EpochFigure] {
    compactMap { record in record.figures.first { $0.name == name } }
  }
}
