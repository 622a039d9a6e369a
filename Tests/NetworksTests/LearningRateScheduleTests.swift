import Networks
import Testing

/// The expected rates are those of torch.optim.lr_scheduler, PyTorch 2.15.0, for a rate of 0.1 with a
/// scheduler step an epoch.
@Suite struct LearningRateScheduleTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let schedule: LearningRateSchedule
    let duration: Double
    let expected: [Double]
  }

  static let cases = [
    Case(
      testDescription: "StepLR(5, 0.5)", schedule: .steps(every: 5, factor: 0.5), duration: 20,
      expected: [
        0.1, 0.1, 0.1, 0.1, 0.1, 0.05, 0.05, 0.05, 0.05, 0.05, 0.025, 0.025, 0.025, 0.025, 0.025,
        0.0125,
      ]),
    Case(
      testDescription: "ExponentialLR(0.9)", schedule: .exponential(factor: 0.9), duration: 20,
      expected: [
        0.1, 0.09, 0.081, 0.0729, 0.06561, 0.059049, 0.0531441, 0.04782969, 0.043046721,
        0.0387420489, 0.03486784401, 0.0313810596090, 0.0282429536481,
      ]),
    Case(
      testDescription: "CosineAnnealingLR(16, eta_min=0.01)",
      schedule: .cosine(over: 16, floor: 0.1), duration: 20,
      expected: [
        0.1, 0.09913533761814537, 0.0965745789630079, 0.09241613255361454, 0.08681980515339463,
        0.08000066048588209, 0.07222075445642903, 0.06377906449072576, 0.055,
        0.04622093550927422, 0.037779245543570955, 0.029999339514117908, 0.02318019484660536,
        0.01758386744638546, 0.013425421036992097, 0.01086466238185463, 0.01,
      ]),
    Case(
      testDescription: "LinearLR(0.2, 1, 5)",
      schedule: .warmUp(over: 5, from: 0.2, then: .constant), duration: 20,
      expected: [0.02, 0.036, 0.052, 0.068, 0.084, 0.1, 0.1, 0.1]),
    Case(
      testDescription: "OneCycleLR(max_lr=0.1, total_steps=20)",
      schedule: .oneCycle(over: nil, rise: 5.0 / 19, division: 25), duration: 19,
      expected: [
        0.004, 0.013167184270002533, 0.037167184270002526, 0.06683281572999747,
        0.09083281572999748, 0.1, 0.09874640062350874, 0.09504846320134738, 0.089091617757105,
        0.0811745653949763, 0.07169430017913009, 0.06112620219362893, 0.0500002,
        0.03887419780637107, 0.028306099820869922, 0.0188258346050237, 0.010908782242895003,
        0.004951936798652629, 0.0012539993764912555, 4e-07,
      ]),
  ]

  @Test(arguments: cases)
  func `rates are PyTorch's`(_ row: Case) {
    for (epoch, expected) in row.expected.enumerated() {
      let found = 0.1 * row.schedule.factor(at: Double(epoch), of: row.duration)
      #expect(abs(found - expected) < 1e-12, "epoch \(epoch)")
    }
  }

  @Test func `a schedule after a warm-up begins when that ends`() {
    let next = LearningRateSchedule.cosine(over: nil, floor: 0)
    let both = LearningRateSchedule.warmUp(over: 3, from: 0, then: next)
    #expect(both.factor(at: 1.5, of: 13) == 0.5)
    for time in [3, 5.5, 8, 13] {
      #expect(both.factor(at: time, of: 13) == next.factor(at: time - 3, of: 10))
    }
    #expect(abs(both.factor(at: 8, of: 13) - 0.5) < 1e-15)
  }

  @Test(arguments: [
    LearningRateSchedule.steps(every: 0, factor: 0.5), .cosine(over: 0, floor: 0.2),
    .warmUp(over: 0, from: 0.5, then: .cosine(over: nil, floor: 0.2)),
    .oneCycle(over: 0, rise: 0, division: 10), .oneCycle(over: nil, rise: 1, division: 10),
  ])
  func `no length makes a factor that is not a number`(_ schedule: LearningRateSchedule) {
    for time in [0, 0.5, 1, 7] { #expect(schedule.factor(at: time, of: 1).isFinite) }
  }
}
