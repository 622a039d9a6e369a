internal import Networks
internal import Runtime

/// How gradients become steps, as a value of the language.
struct OptimizerObject: LanguageObject, ValueConvertible {
  static let typeName = "optimizer"
  static let hint: String? = "optimizer=adam(lr=0.001) is one; so are adamw(…) and sgd(…)"

  let optimizer: Optimizer

  init(_ optimizer: Optimizer) { self.optimizer = optimizer }

  var typeName: String { OptimizerObject.typeName }

  /// The call that makes it, without what is as usual.
  var summary: String {
    let usual = Optimizer()
    var options = ["lr=\(NumberFormat.exact(optimizer.learningRate))"]
    func add(_ name: String, _ path: (Optimizer) -> Double?) {
      guard let value = path(optimizer), value != path(usual) else { return }
      options.append("\(name)=\(NumberFormat.exact(value))")
    }
    add("momentum") { $0.momentum }
    if optimizer.isNesterov { options.append("nesterov=true") }
    add("beta1") { $0.beta1 }
    add("beta2") { $0.beta2 }
    add("epsilon") { $0.epsilon }
    add("weight_decay") { $0.weightDecay }
    add("clip_value") { $0.clipping.value }
    add("clip_norm") { $0.clipping.norm }
    if optimizer.schedule != .constant {
      options.append("schedule=\(RateScheduleObject(optimizer.schedule).summary)")
    }
    return "\(optimizer.method.rawValue)(\(options.joined(separator: ", ")))"
  }

  var fieldNames: [String] { ["lr", "schedule"] }

  func field(_ name: String) throws -> Value? {
    switch name {
    case "lr": .number(optimizer.learningRate)
    case "schedule":
      optimizer.schedule == .constant ? Value.none : RateScheduleObject(optimizer.schedule).value
    default: nil
    }
  }

  func isEqual(to other: any LanguageObject) -> Bool {
    (other as? OptimizerObject)?.optimizer == optimizer
  }
}

extension OptimizerObject: Describable {
  var sentence: String { "The optimizer \(summary)." }
}

/// How the learning rate changes over epochs, as a value of the language.
struct RateScheduleObject: LanguageObject, ValueConvertible {
  static let typeName = "rate schedule"

  let schedule: LearningRateSchedule

  init(_ schedule: LearningRateSchedule) { self.schedule = schedule }

  var typeName: String { RateScheduleObject.typeName }

  var summary: String { Self.call(schedule) }

  func isEqual(to other: any LanguageObject) -> Bool {
    (other as? RateScheduleObject)?.schedule == schedule
  }

  private static func call(_ schedule: LearningRateSchedule) -> String {
    func text(_ value: Double) -> String { NumberFormat.exact(value) }
    func over(_ epochs: Double?) -> String { epochs.map { "over=\(text($0)), " } ?? "" }
    return switch schedule {
    case .constant: "none"
    case .steps(let every, let factor): "step_decay(\(text(every)), \(text(factor)))"
    case .exponential(let factor): "exponential_decay(\(text(factor)))"
    case .cosine(let epochs, let floor): "cosine_decay(\(over(epochs))floor=\(text(floor)))"
    case .warmUp(let epochs, let start, let next):
      "warm_up(\(text(epochs)), start=\(text(start))"
        + (next == .constant ? ")" : ", then=\(call(next)))")
    case .oneCycle(let epochs, let rise, let division):
      "one_cycle(\(over(epochs))rise=\(text(rise)), division=\(text(division)))"
    }
  }
}

extension RateScheduleObject: Describable {
  var sentence: String { "The learning-rate schedule \(summary)." }
}
