internal import Diagnostics
internal import Runtime

/// An object that `plot` draws itself, in one of several ways.
protocol Plottable: LanguageObject {
  /// The ways of drawing, the usual one first.
  var pictures: [String] { get }
  /// The drawing by its name, one of `pictures`.
  func picture(_ name: String) throws -> ChartObject
}

extension Plottable {
  /// The drawing that `plot(object, "name")` asks for; without a name the usual one.
  ///
  /// - Throws: `argument` for a name that is none of them.
  func picture(asked value: Value?) throws -> ChartObject {
    guard let value else { return try picture(pictures.first ?? "") }
    guard let name = String.from(value), pictures.contains(name) else {
      let words = pictures.map { "\"\($0)\"" }.joined(separator: ", ")
      throw Failure(
        .argument, "plot: \(typeName)s are drawn as \(words), found \(value.described)")
    }
    return try picture(name)
  }
}

extension Value {
  /// The object as one that draws itself.
  var plottable: (any Plottable)? {
    guard case .object(let box) = self else { return nil }
    return box.object as? any Plottable
  }
}
