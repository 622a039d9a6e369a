internal import Diagnostics
internal import Glibc
internal import Tensors

/// Made-up tasks whose weights are related in a chosen way.
///
/// Inputs are standard normal. Task t belongs to group g = ⌊t · groups / tasks⌋ and has the weights
/// w_t = A (√c μ_g + √(1−c) ζ_t) / √(r s),
/// where c is the coherence, A is s×r, and A, μ_g (one a group) and ζ_t (one a task) are standard
/// normal; r is the rank and s the number of features that matter, which are drawn. Without a rank,
/// w_t = (√c μ_g + √(1−c) ζ_t) / √s. So E‖w_t‖² = 1, E w_t·w_u is c within a group and 0 between
/// groups, W has rank r (at most the number of groups when c = 1) and s rows other than 0. With the
/// logistic target the weights are three times as long.
///
/// Every part has a stream of its own: more rows or more tasks leave the earlier ones as they were.
///
/// - Parameter recipe: how many tasks, how large, and what they have in common.
/// - Returns: tasks named `task 0`, `task 1`, …, with W as their truth.
/// - Throws: `argument` for what cannot be made; `limit` when it does not fit in memory.
package func makeTasks(_ recipe: TaskRecipe) throws -> TaskDataset {
  try recipe.check()
  let sizes =
    recipe.rows.count == 1 ? Array(repeating: recipe.rows[0], count: recipe.tasks) : recipe.rows
  let total = recipe.isShared ? sizes[0] : sizes.reduce(0, +)
  try TensorMemory.check(Shape(total, recipe.features))
  let W = try madeWeights(recipe)
  var tasks: [TaskSamples] = []
  for t in 0..<recipe.tasks {
    try Interrupt.check()
    let X =
      recipe.isShared && t > 0
      ? tasks[0].X : try drawn(recipe, .inputs, of: t).normal([sizes[t], recipe.features])
    let w = try W.indexed(by: [.ellipsis, .positions([t])])
    let f = try matmul(X, w).flattened()
    tasks.append(TaskSamples(name: "task \(t)", X: X, y: try targets(f, recipe, t)))
  }
  return try TaskDataset(
    name: "made tasks", featureNames: (0..<recipe.features).map { "x\($0)" }, tasks: tasks,
    isShared: recipe.isShared, truth: W)
}

/// What numbers are drawn for; streams of one seed.
private enum TaskStream: UInt64 {
  case base, groups, own, choice, inputs, noise, outcome
}

/// A generator for one purpose and one task or group.
private func drawn(_ recipe: TaskRecipe, _ stream: TaskStream, of index: Int = 0) -> DrawnNumbers {
  DrawnNumbers(
    generator: RandomGenerator(
      seed: UInt64(bitPattern: Int64(recipe.seed)), stream: stream.rawValue << 32 | UInt64(index)))
}

/// A generator used for one draw.
private struct DrawnNumbers {
  var generator: RandomGenerator

  func normal(_ sizes: [Int]) throws -> Tensor {
    var generator = generator
    return try generator.normal(sizes)
  }

  func uniform(_ sizes: [Int]) throws -> Tensor {
    var generator = generator
    return try generator.uniform(sizes)
  }

  func permutation(_ count: Int) throws -> [Int] {
    var generator = generator
    return try generator.permutation(count)
  }
}

/// W, d×T.
private func madeWeights(_ recipe: TaskRecipe) throws -> Tensor {
  let (T, d, c) = (recipe.tasks, recipe.features, recipe.coherence)
  let chosen =
    try recipe.shared.map { count in
      try drawn(recipe, .choice).permutation(d)[..<count].sorted()
    } ?? Array(0..<d)
  let s = chosen.count
  let r = recipe.rank ?? s
  let base = try recipe.rank.map { try drawn(recipe, .base).normal([s, $0]) }
  let length = (recipe.target == .logistic ? 3 : 1) / Double(base == nil ? s : r * s).squareRoot()
  var W = try Tensor.zeros([d, T])
  var common: [Int: Tensor] = [:]
  for t in 0..<T {
    try Interrupt.check()
    let group = t * recipe.groups / T
    let mu = try common[group] ?? drawn(recipe, .groups, of: group).normal([r])
    common[group] = mu
    let own = try drawn(recipe, .own, of: t).normal([r])
    let z = Tensor(
      (0..<r).map { c.squareRoot() * mu[flat: $0] + (1 - c).squareRoot() * own[flat: $0] })
    W.withMutableElements { w in
      for (i, k) in chosen.enumerated() {
        var value = base == nil ? z[flat: i] : 0
        if let base { for j in 0..<r { value += base[i, j] * z[flat: j] } }
        w[k * T + t] = length * value
      }
    }
  }
  return W
}

/// The targets of a task whose samples have the scores f.
private func targets(_ f: Tensor, _ recipe: TaskRecipe, _ t: Int) throws -> Tensor {
  let noise = try drawn(recipe, .noise, of: t).normal([f.count])
  var y = f
  y.withMutableElements { y in
    noise.withElements { e in for i in y.indices { y[i] += recipe.noise * e[i] } }
  }
  guard recipe.target == .logistic else { return y }
  let chance = try drawn(recipe, .outcome, of: t).uniform([f.count])
  y.withMutableElements { y in
    chance.withElements { u in for i in y.indices { y[i] = u[i] < 1 / (1 + exp(-y[i])) ? 1 : 0 } }
  }
  return y
}
