internal import Charts
internal import MultiLabel
internal import Runtime
internal import Tensors

extension FittedChainEnsemble: FittedPresentation {
  var fields: [FittedObject.Field] {
    [
      ("orders", { .tensor(Tensor(chains.flatMap { $0.order.map(Double.init) }, shape)) }),
      ("chains", { .flatList(chains.map { FittedObject($0).value }) }),
      ("vote", { .text(vote.rawValue) }),
    ]
  }

  private var shape: Shape { Shape(chains.count, labelCount) }

  func remark(room: Int) -> String? {
    "\(counted(chains.count, "chain")), \(vote.rawValue) votes"
  }

  var table: Table? {
    var table = Table(columns: [.init("chain", .right), .init("order")])
    for (k, chain) in chains.prefix(10).enumerated() {
      let names = chain.order.map { squeezed(labelNames[$0], 12) }
      table.rows.append([
        StyledText("\(k + 1)"), StyledText(fitting(names, separator: " ──► ", within: 64)),
      ])
    }
    if chains.count > 10 {
      table.rows.append(["", StyledText("… \(chains.count - 10) more chains", .dim)])
    }
    return table
  }
}
