internal import Diagnostics
internal import Runtime
internal import Tensors

extension StandardLibrary {
  private static let searched = Parameter<Value>("x", "a string, list or tensor")
  private static let wanted = Parameter<Value>(
    "part", "a part of a string, an element of a list or vector, a row of a matrix")

  /// Looking for parts of collections.
  static let collectionSearch: [Builtin] = [
    Builtin(
      "contains", "Whether a string has a part, a list or tensor an element, a record a field.",
      Parameter<Value>("x", "a string, list, tensor or record"),
      Parameter<Value>("part", "what to look for"), details: "The same as `part in x`.",
      examples: [
        Example("contains(\"label\", \"abe\")", prints: "true"),
        Example("contains([1, 2], 3)", prints: "false"),
      ],
      body: { x, part in try Operators.contains(x, part) }),
    Builtin(
      "index_of", "The first position of a part or an element; none when there is none.", searched,
      wanted,
      details: "where(x == value) gives all positions in a tensor.",
      examples: [
        Example("index_of(\"label\", \"bel\")", prints: "2"),
        Example("index_of([\"sky\", \"sea\"], \"sea\")", prints: "1"),
        Example("index_of([5, 7], 6) == none", prints: "true"),
      ],
      body: { x, part in
        if case .string(let box) = x {
          let part = try text(part, for: "index_of")
          let places = try TextSearch.ranges(of: part, in: box.text, limit: 1)
          return places.first.map { TextSearch.position(of: $0.lowerBound, in: box.text) }
        }
        return try isEach(of: x, part, "index_of").firstIndex(of: true)
      }),
    Builtin(
      "count", "How often a part or an element occurs.", searched, wanted,
      details: "In a string, occurrences that overlap count once.",
      examples: [
        Example("count(\"banana\", \"an\")", prints: "2"),
        Example("count([1, 0, 1, 1], 1)", prints: "3"),
        Example("count([\"a\", \"b\"], \"c\")", prints: "0"),
      ],
      body: { x, part in
        guard case .string(let box) = x else {
          return try isEach(of: x, part, "count").count { $0 }
        }
        let part = try text(part, for: "count")
        guard !part.isEmpty else {
          throw Failure(
            .value, "count: the part must not be empty", notes: ["len(x) counts the characters"])
        }
        return try TextSearch.ranges(of: part, in: box.text).count
      }),
  ]

  private static func text(_ part: Value, for function: String) throws -> String {
    guard case .string(let box) = part else {
      throw Failure(.type, "\(function): a string holds strings, found \(part.described)")
    }
    return box.text
  }

  /// Which elements of a list, elements of a vector or rows of a tensor equal a value.
  private static func isEach(
    of x: Value, _ part: Value, _ function: String
  ) throws -> [Bool] {
    let elements: [Value]
    switch x {
    case .list(let box): elements = box.elements
    case .tensor(let tensor):
      guard tensor.rank == 1 || Tensor.from(part).map({ $0.rank == tensor.rank - 1 }) == true
      else {
        throw Failure(
          .type,
          "\(function): the rows of a \(tensor.shape) tensor are tensors, found "
            + part.described, notes: ["x == value compares every element"])
      }
      elements = try parts(of: x, for: function, "x")
    default:
      throw Failure(
        .argument, "\(function): x must be a string, list or tensor, found \(x.described)")
    }
    return try elements.enumerated().map { index, element in
      if index & 0xFFF == 0 { try Interrupt.check() }
      return element.isEqual(to: part)
    }
  }
}
