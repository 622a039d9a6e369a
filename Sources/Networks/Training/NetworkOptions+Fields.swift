internal import Files

extension NetworkOptions {
  package typealias Field = (name: String, text: String)

  /// Each option by its name with its value as text; what is long stands there as a hash.
  ///
  /// Equal options have equal fields, and fields that differ say what an error is about. What a run
  /// began with is in its numbers, and how options are written tells nothing more: neither is a field.
  package var fields: [Field] {
    let all: [Field] =
      [
        ("epochs", "\(epochs)"), ("batch", "\(batch)"), ("schedule", schedule.rawValue),
        ("weighting", weighting.name), ("smoothing", "\(smoothing)"), ("seed", "\(seed)"),
        ("precision", precision.rawValue), ("validationShare", "\(validationShare)"),
        ("patience", Self.text(patience)), ("noise", "\(noise)"), ("copies", "\(copies)"),
        ("freezing.frozen", freezing.frozen.joined(separator: ", ")),
        ("freezing.unfreezing", Self.text(freezing.unfreezing)),
      ] + optimizerFields
    return all.map { ($0.name, Self.shortened($0.text)) }
  }

  private var optimizerFields: [Field] {
    [
      ("optimizer.method", optimizer.method.rawValue),
      ("optimizer.learningRate", "\(optimizer.learningRate)"),
      ("optimizer.momentum", "\(optimizer.momentum)"),
      ("optimizer.isNesterov", "\(optimizer.isNesterov)"),
      ("optimizer.beta1", "\(optimizer.beta1)"), ("optimizer.beta2", "\(optimizer.beta2)"),
      ("optimizer.epsilon", "\(optimizer.epsilon)"),
      ("optimizer.weightDecay", "\(optimizer.weightDecay)"),
      ("optimizer.clipping.value", Self.text(optimizer.clipping.value)),
      ("optimizer.clipping.norm", Self.text(optimizer.clipping.norm)),
      ("optimizer.schedule", optimizer.schedule.text),
    ]
  }

  /// The fields of these options that others have otherwise: `epochs is 20 there, 30 here`.
  ///
  /// How many epochs there are to be does not count: a run may go on to more of them.
  package func differences(from other: [Field]) -> [String] {
    fields.compactMap { name, text in
      guard name != "epochs" else { return nil }
      let there = other.first { $0.name == name }?.text ?? "not set"
      return there == text ? nil : "\(name) is \(there) there, \(text) here"
    }
  }

  private static func text(_ value: (some Any)?) -> String {
    value.map { "\($0)" } ?? "none"
  }

  /// Text in one line, its end as a hash when it is long.
  private static func shortened(_ text: String) -> String {
    let text = text.filter { $0 != "\n" }
    guard text.utf8.count > 120 else { return text }
    let hash = Checksum.fnv(text.utf8.lazy.map(UInt64.init))
    return "\(text.prefix(40))… (\(String(hash, radix: 16)))"
  }
}

extension LearningRateSchedule {
  /// The schedule with its numbers.
  fileprivate var text: String {
    func epochs(_ count: Double?) -> String { count.map { "\($0)" } ?? "all" }
    return switch self {
    case .constant: "constant"
    case .steps(let every, let factor): "steps of \(every) by \(factor)"
    case .exponential(let factor): "exponential by \(factor)"
    case .cosine(let length, let floor): "cosine over \(epochs(length)) to \(floor)"
    case .warmUp(let length, let start, let next):
      "warm up over \(length) from \(start), then \(next.text)"
    case .oneCycle(let length, let rise, let division):
      "one cycle over \(epochs(length)), rise \(rise), division \(division)"
    }
  }
}
