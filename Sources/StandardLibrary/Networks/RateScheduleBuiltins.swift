internal import Networks
internal import Runtime

extension StandardLibrary {
  private static let over = Parameter<Double?>(
    "over", "how many epochs it takes; none: all of the training", default: .some(nil),
    Constraint("a number > 0") { $0.map { $0 > 0 } ?? true })

  /// How learning rates change over epochs.
  static let rateSchedules: [Builtin] = [
    Builtin(
      "step_decay", "The rate schedule that multiplies by a factor every so many epochs.",
      Parameter<Double>("every", "how many epochs", .positive),
      Parameter<Double>("factor", "what lr is multiplied by", default: 0.1, .positive),
      examples: [
        Example(
          "print(sgd(lr=0.1, schedule=step_decay(10)))",
          prints: "sgd(lr=0.1, schedule=step_decay(10, 0.1))")
      ],
      body: { every, factor in RateScheduleObject(.steps(every: every, factor: factor)) }),
    Builtin(
      "exponential_decay", "The rate schedule factor^t after t epochs.",
      Parameter<Double>("factor", "what lr is multiplied by in an epoch", .positive),
      examples: [Example("print(exponential_decay(0.95))", prints: "exponential_decay(0.95)")],
      body: { factor in RateScheduleObject(.exponential(factor: factor)) }),
    Builtin(
      "cosine_decay", "The rate schedule from lr down to floor · lr along half a cosine.", over,
      Parameter<Double>("floor", "the share of lr at its end", default: 0, .share),
      details: "Loshchilov and Hutter, SGDR: Stochastic Gradient Descent with Warm Restarts, ICLR "
        + "2017, without restarts.",
      examples: [Example("print(cosine_decay())", prints: "cosine_decay(floor=0)")],
      body: { over, floor in RateScheduleObject(.cosine(over: over, floor: floor)) }),
    Builtin(
      "warm_up", "The rate schedule that begins low and rises to lr in a straight line.",
      Parameter<Double>("epochs", "how many epochs it rises", .positive),
      Parameter<Double>("start", "the share of lr at the start", default: 0, .share),
      Parameter<RateScheduleObject?>(
        "then", "what follows, its time beginning there; none: lr", default: .some(nil)),
      examples: [
        Example(
          "print(warm_up(2, then=cosine_decay()))",
          prints: "warm_up(2, start=0, then=cosine_decay(floor=0))")
      ],
      body: { epochs, start, then in
        RateScheduleObject(.warmUp(over: epochs, from: start, then: then?.schedule ?? .constant))
      }),
    Builtin(
      "one_cycle", "The rate schedule that rises from lr / division to lr, then falls to about 0.",
      over,
      Parameter<Double>("rise", "the share of the time in which it rises", default: 0.3, .share),
      Parameter<Double>("division", "lr over the rate at the start", default: 25, .positive),
      details: "Smith and Topin, Super-Convergence: Very Fast Training of Neural Networks Using "
        + "Large Learning Rates, 2019.",
      examples: [
        Example("print(one_cycle(rise=0.5))", prints: "one_cycle(rise=0.5, division=25)")
      ],
      body: { over, rise, division in
        RateScheduleObject(.oneCycle(over: over, rise: rise, division: division))
      }),
  ]
}
