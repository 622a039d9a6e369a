internal import Runtime

extension StandardLibrary {
  static let values: [Builtin] = [
    Builtin(
      "print", "Writes values on one line, separated by spaces.",
      Parameter<Variadic<Value>>("values", "what to write"),
      Parameter<String>("end", "what follows the last value", default: "\n"),
      examples: [Example("print(\"loss\", 0.5)", prints: "loss 0.5")],
      with: { interpreter, values, end in
        interpreter.write(values.values.map(\.printed).joined(separator: " ") + end)
        return Nothing()
      }),
    Builtin(
      "type", "The name of a value's type.",
      Parameter<Value>("x", "any value"),
      examples: [Example("type([1, 2])", prints: "tensor")],
      body: { x in x.typeName }),
  ]
}
