internal import Diagnostics
internal import Runtime
internal import Tensors

extension StandardLibrary {
  static let program: [Builtin] = [
    Builtin(
      "time", "Seconds since some fixed moment; differences measure how long something takes.",
      examples: [Example("start = time(); time() - start < 60", prints: "true")],
      body: { MonotonicClock.seconds }),
    Builtin(
      "error", "Stops with a message, which try can catch.",
      Parameter<String>("message", "what went wrong"),
      examples: [
        Example("try { error(\"no data\") } catch err { err.message }", prints: "no data"),
        Example("try { error(\"no data\") } catch err { err.kind }", prints: "user"),
      ],
      body: { (message: String) throws -> Nothing in
        throw Failure(.user, message.isEmpty ? "an error without a message" : message)
      }),
    Builtin(
      "assert", "Stops with a message unless a condition is true.",
      Parameter<Value>("condition", "a bool"),
      Parameter<String>("message", "what went wrong", default: "the assertion does not hold"),
      details: "Also a statement: assert x > 0, \"x must be positive\".",
      examples: [
        Example("assert 1 + 1 == 2, \"arithmetic\"", prints: ""),
        Example(
          "try { assert(1 > 2, \"too small\") } catch err { err.message }", prints: "too small"),
      ],
      body: { (condition: Value, message: String) throws -> Nothing in
        guard case .bool(let holds) = condition else {
          throw Failure(
            .type, "assert: condition must be a bool, found \(condition.described)",
            notes: ["compare it first, or write all(x) for a tensor"])
        }
        guard holds else {
          throw Failure(
            .assertion, message.isEmpty ? "the assertion does not hold" : message)
        }
        return Nothing()
      }),
    Builtin(
      "help",
      "Writes what ?topic shows: on a function, a word, an operator, or the list of topics.",
      Parameter<Value>(
        "topic", "a string such as \"for\" or \"+\", or a function; empty lists the topics",
        default: .text("")),
      examples: [
        Example(
          "help(\"pi\")",
          prints: "pi\n  The circle's number.\n\n  > 2 * pi\n  6.28319")
      ],
      with: { interpreter, topic in
        let page = try Help.page(try name(of: topic))
        interpreter.write(TextFolding.folded(page, width: interpreter.display.width))
        return Nothing()
      }),
  ]

  /// What help is wanted on.
  private static func name(of topic: Value) throws -> String {
    switch topic {
    case .string(let box): return box.text
    case .function(let function): return function.builtin?.name ?? "fn"
    default:
      throw Failure(
        .argument, "help: topic must be a string or a function, found \(topic.described)")
    }
  }
}
