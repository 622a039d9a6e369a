internal import Diagnostics
internal import Networks
internal import Runtime
internal import Tensors

/// The options of a training as a program writes them, a line an option, so that a file can make them
/// again: `optimizer=adam(lr=0.01)`.
///
/// Options that no literal tells, such as data to validate on, stand there without a value; whoever
/// goes on gives them again.
struct OptionSource {
  /// The lines.
  let text: String

  /// Options that say where files go, which are given anew each time.
  private static let places = ["checkpoint"]
  /// Elements of the largest value that is written out.
  private static let largestCount = 10_000

  /// The options that a call gave.
  init(_ options: GivenOptions, smoothing: Double) {
    var lines = smoothing == 0 ? "" : "smoothing=\(NumberFormat.exact(smoothing))\n"
    for (name, value) in options.values where !Self.places.contains(name) {
      lines += "\(name)=\(Self.literal(value) ?? "")\n"
    }
    text = lines
  }

  /// Options that were read from a file.
  init(_ text: String) { self.text = text }

  /// The text that gives the value when it is evaluated; `nil` when there is none.
  private static func literal(_ value: Value) -> String? {
    if case .tensor(let tensor) = value, tensor.count > largestCount { return nil }
    if case .object(let box) = value, (box.object.elementCount ?? 0) > largestCount { return nil }
    let text = value.exactLiteral
    guard !text.contains("\n"), let again = try? NetworkSource.value(of: text),
      again.isEqual(to: value)
    else { return nil }
    return text
  }

  // MARK: - Reading

  /// The smoothing of labels, which is an option of every model.
  var smoothing: Double {
    lines.first { $0.name == "smoothing" }.flatMap { Double($0.text) } ?? 0
  }

  /// The options of networks; those that a call gives anew win.
  ///
  /// - Throws: `argument` for an option that the file cannot tell and the call does not give.
  func options(_ given: GivenOptions, for function: String) throws -> GivenOptions {
    var values = given.values
    for (name, text) in lines where name != "smoothing" {
      guard !values.contains(where: { $0.name == name }) else { continue }
      guard !text.isEmpty else {
        throw Failure(
          .argument, "\(function): the training had \(name)=, whose value is not in the file",
          notes: ["give it again: \(function)(path, X, Y, \(name)=…)"])
      }
      values.append((name, try NetworkSource.value(of: text)))
    }
    return GivenOptions(values)
  }

  /// The options that the file tells by itself, and whether these are all.
  func known() throws -> (options: GivenOptions, isComplete: Bool) {
    let told = lines.filter { !$0.text.isEmpty && $0.name != "smoothing" }
    return (
      GivenOptions(try told.map { ($0.name, try NetworkSource.value(of: $0.text)) }),
      lines.allSatisfy { !$0.text.isEmpty }
    )
  }

  private var lines: [(name: String, text: String)] {
    text.split(separator: "\n").compactMap { line in
      guard let equals = line.firstIndex(of: "=") else { return nil }
      return (String(line[..<equals]), String(line[equals...].dropFirst()))
    }
  }
}
