/// Whether training goes on, and the numbers of the best epoch so far.
///
/// Training ends when `patience` epochs in a row have not brought a lower loss than the lowest before.
/// L. Prechelt, *Early Stopping — But When?*, in: Neural Networks: Tricks of the Trade, 1998.
struct EarlyStopping<S: NetworkScalar>: Sendable, Equatable {
  let patience: Int
  /// Everything that training changes, as it was after the best epoch; empty before the first.
  private(set) var bestNumbers: [S] = []
  private(set) var bestLoss = Double.infinity
  /// From 1; 0 before the first.
  private(set) var bestEpoch = 0
  /// Epochs since the best one.
  private(set) var waited = 0

  var isOver: Bool { waited >= patience }

  init(patience: Int) { self.patience = patience }

  /// Takes note of an epoch.
  mutating func finishEpoch(_ epoch: Int, loss: Double, numbers: [S]) {
    guard loss < bestLoss else {
      waited += 1
      return
    }
    (bestLoss, bestEpoch, bestNumbers, waited) = (loss, epoch, numbers, 0)
  }

  func write(to list: inout NumberList) {
    list.append([bestLoss])
    list.append(bestEpoch)
    list.append(waited)
  }

  mutating func read(from list: inout NumberList, bestNumbers: [S]) throws {
    bestLoss = try list.next(count: 1)[0]
    bestEpoch = try list.nextInteger()
    waited = try list.nextInteger()
    self.bestNumbers = bestNumbers
  }
}
