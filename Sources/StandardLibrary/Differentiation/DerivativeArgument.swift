internal import Diagnostics
internal import Runtime

/// Which arguments of a function a derivative is taken by.
enum DerivativeArgument: ValueConvertible, Sendable {
  /// One argument: where it stands, or what it is called.
  enum Choice: Sendable {
    case position(Int)
    case name(String)
  }

  case one(Choice)
  case several([Choice])

  static var typeName: String { "position, a name or a list of them" }

  static func from(_ value: Value) -> DerivativeArgument? {
    if let choice = choice(value) { return .one(choice) }
    guard let parts = [Value].from(value), !parts.isEmpty else { return nil }
    let choices = parts.compactMap(choice)
    return choices.count == parts.count ? .several(choices) : nil
  }

  private static func choice(_ value: Value) -> Choice? {
    if let position = Int.from(value) { return .position(position) }
    return String.from(value).map { .name($0) }
  }

  var value: Value {
    func value(_ choice: Choice) -> Value {
      switch choice {
      case .position(let position): .number(Double(position))
      case .name(let name): .text(name)
      }
    }
    return switch self {
    case .one(let choice): value(choice)
    case .several(let choices): .flatList(choices.map(value))
    }
  }

  /// The positions of the arguments among a function's parameters.
  func positions(in function: Function, for asker: String) throws -> [Int] {
    switch self {
    case .one(let choice): return [try Self.position(choice, function, asker)]
    case .several(let choices):
      let positions = try choices.map { try Self.position($0, function, asker) }
      guard Set(positions).count == positions.count else {
        throw Failure(.argument, "\(asker): each argument is named once")
      }
      return positions
    }
  }

  /// One gradient, or the list of several.
  func answer(_ gradients: [Value]) -> Value {
    if case .one = self, let only = gradients.first { return only }
    return .flatList(gradients)
  }

  private static func position(
    _ choice: Choice, _ function: Function, _ asker: String
  ) throws -> Int {
    let names = function.parameterNames
    let called = function.name ?? "the function"
    let list =
      names.isEmpty
      ? "\(called) takes no arguments" : "\(called) takes \(names.joined(separator: ", "))"
    switch choice {
    case .position(let position):
      guard names.indices.contains(position) else {
        throw Failure(
          .argument, "\(asker): there is no argument \(position) to differentiate by",
          notes: [list, "positions count from 0"])
      }
      return position
    case .name(let name):
      guard let position = names.firstIndex(of: name) else {
        let near = nearNames(to: name, among: names, limit: 1).map { "did you mean \"\($0)\"?" }
        throw Failure(
          .argument, "\(asker): \(called) has no argument \(name)", notes: near + [list])
      }
      return position
    }
  }
}
