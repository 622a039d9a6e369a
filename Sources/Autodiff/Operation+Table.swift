extension Operation {
  /// Every operation that variables can go through, a row each.
  package static let table: [Operation] =
    arithmetic + comparisons + elementwise + steps + reductions + structure + products
    + decompositions
}
