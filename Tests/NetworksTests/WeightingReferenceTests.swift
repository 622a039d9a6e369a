import Foundation
import Networks
import Tensors
import Testing

/// Losses before each step, weights and some parameters after them, by PyTorch 2.15.0 in double
/// precision: the network, rows and start of ``TrainingCases``, `torch.optim.Adam(lr=0.05)`, gradients
/// by `torch.autograd.grad`.
@Suite struct WeightingReferenceTests {
  struct Reference {
    let losses: [[Double]]
    let weights: [Double]
    /// Of numbers 0, 5, 13, 20 and 30.
    let parameters: [Double]
  }

  private func expect(
    _ reference: Reference, epochs: Int = 6, places: [Int] = [0, 5, 13, 20, 30], heads: Int = 3,
    _ change: (inout NetworkOptions) -> Void
  ) throws {
    var training = try TrainingCases.training(heads: heads, epochs: epochs, change)
    try training.finish()
    for (record, losses) in zip(training.history, reference.losses) {
      for (found, expected) in zip(record.losses, losses) {
        #expect(abs(found - expected) < 1e-10)
      }
    }
    #expect(training.history.count == reference.losses.count)
    let weights = try #require(training.history.last).weights
    for (found, expected) in zip(weights, reference.weights) {
      #expect(abs(found - expected) < 1e-10)
    }
    for (place, expected) in zip(places, reference.parameters) {
      #expect(abs(training.numbers.parameters[place] - expected) < 1e-10)
    }
  }

  @Test func `fixed weights multiply the losses`() throws {
    let reference = Reference(
      losses: [
        [5.93914536281, 0.703302351379, 1.10323304275],
        [5.1752080888, 0.700097760213, 1.09317587133],
        [4.52627512437, 0.697427751519, 1.08676477969],
        [3.99649133338, 0.69540781292, 1.08164500816],
        [3.57558826962, 0.694369794956, 1.07821429922],
        [3.24020646231, 0.694689894659, 1.07803354155],
      ], weights: [0.5, 2, 0.25],
      parameters: [
        0.129627796107, 0.152017485324, 0.197965971972, 0.703386717081, -0.0247975142776,
      ])
    try expect(reference) { $0.weighting = .fixed([0.5, 2, 0.25]) }
  }

  @Test func `uncertainty weighting learns as the published loss does`() throws {
    let reference = Reference(
      losses: [
        [5.93914536281, 0.703302351379, 1.10323304275],
        [5.17520807503, 0.700097761858, 1.09317583648],
        [4.52706435315, 0.697477225361, 1.08672212629],
        [3.99887300881, 0.695466503787, 1.08164044544],
        [3.57977021769, 0.694406523672, 1.07828082805],
        [3.24702701376, 0.694686627877, 1.07808278429],
      ], weights: [0.753177302317, 1.33649325288, 0.884827658277],
      parameters: [
        0.133411145244, 0.146859516497, 0.200379156918, 0.699041762351, -0.0266653473849,
      ])
    try expect(reference) { $0.weighting = .uncertainty }
  }

  @Test func `dynamic averaging weighs by the ratio of losses`() throws {
    let reference = Reference(
      losses: [
        [5.93914536281, 0.703302351379, 1.10323304275],
        [5.17520807503, 0.700097761858, 1.09317583648],
        [4.52553515363, 0.697477617612, 1.08667420254],
        [3.99598915268, 0.695473522315, 1.08151522564],
        [3.57516492375, 0.694429514978, 1.07809566436],
        [3.23967864441, 0.694737353403, 1.07796863644],
      ], weights: [0.968915637447, 1.01568464231, 1.01539972024],
      parameters: [
        0.130478893541, 0.149742850522, 0.198717121831, 0.702298276132, -0.0252053296585,
      ])
    try expect(reference) { $0.weighting = .averaging(temperature: 2) }
  }

  @Test func `GradNorm learns weights from the norms at the last shared layer`() throws {
    let reference = Reference(
      losses: [
        [5.93914536281, 0.703302351379, 1.10323304275],
        [5.17520807503, 0.700097761858, 1.09317583648],
        [4.52767551849, 0.697480127784, 1.08666031617],
        [4.00064611998, 0.695475930865, 1.08148812988],
        [3.58301560894, 0.694416466905, 1.07807031333],
        [3.25253589719, 0.694675350005, 1.07784905979],
      ], weights: [0.635693365672, 1.17498967565, 1.18931695868],
      parameters: [
        0.135705974848, 0.143679202025, 0.201453989339, 0.696950342228, -0.0242225976171,
      ])
    try expect(reference) { $0.weighting = .gradNorm(alpha: 1.5) }
  }

  @Test func `gradient surgery on two tasks projects where they conflict`() throws {
    let reference = Reference(
      losses: [
        [5.93914536281, 0.703302351379], [5.17520807453, 0.700097761807],
        [4.52544032112, 0.697471982406], [3.99468139115, 0.695466396658],
        [3.57283914167, 0.694426379678], [3.23921023222, 0.694689714068],
      ], weights: [1, 1],
      parameters: [
        0.130679925913, 0.144285002852, 0.240334481357, 0.376288023933, -0.166423218238,
      ])
    try expect(reference, places: [0, 5, 13, 18, 23], heads: 2) { $0.weighting = .projection }
  }

  @Test func `the cosine between tasks is told after every epoch`() throws {
    let cosines = [
      0.0874384710341, 0.0976152955282, 0.0468953292006, -0.229136920345, -0.740372178339,
      -0.794121500009,
    ]
    var training = try TrainingCases.training(heads: 2, epochs: 6) { $0.weighting = .projection }
    try training.finish()
    for (record, cosine) in zip(training.history, cosines) {
      let conflict = try #require(record.conflict)
      #expect(abs(conflict.cosines[0][1] - cosine) < 1e-9)
      #expect(conflict.cosines[0][1] == conflict.cosines[1][0])
      #expect(conflict.cosines[0][0] == 1)
    }
    let norms = try #require(training.history.last?.conflict?.norms)
    #expect(abs(norms[0] - 1.11344711158) < 1e-9)
    #expect(abs(norms[1] - 0.0124193633111) < 1e-9)
  }

  /// The reference steps with Adam's formulas written out, one count of steps for all tasks, and own
  /// numbers of the tasks whose turn it is not left alone.
  @Test func `an alternate schedule learns one task a step`() throws {
    let reference = Reference(
      losses: [
        [5.93914536281, 0.703302351379, 1.10323304275],
        [5.17520807436, 0.703342847724, 1.10494950714],
        [4.90608169804, 0.700586178637, 1.10584152891],
        [4.69864389475, 0.700560369177, 1.09773299166],
        [4.25810070773, 0.700732094817, 1.09743647867],
        [4.04485170523, 0.698664123801, 1.09706150251],
        [3.86601388593, 0.698812473401, 1.0905546869],
      ], weights: [1, 1, 1],
      parameters: [
        0.197626768797, 0.0796584916192, 0.293426407005, 0.544977196746, -0.138523706007,
      ])
    try expect(reference, epochs: 7) { $0.schedule = .alternate }
  }
}
