/// The numbers of each task's own, so that a step that has no loss for a task leaves them as they are.
///
/// An optimizer with moments would move a parameter by steps of the past even where its gradient is 0.
/// A parameter of a task's own that a step's losses do not reach (its gradient is exactly 0) therefore
/// keeps its numbers, and what the optimizer keeps beside them, over the step.
final class TaskNumbers<S: NetworkScalar>: @unchecked Sendable {
  /// A task's part of one parameter, in runs without gaps.
  private struct Part {
    let pieces: [Range<Int>]
    /// Where its copy begins.
    let place: Int
    let count: Int
  }

  /// By task.
  private let parts: [[Part]]
  /// Parameters and slots of one number.
  private let layers: Int
  private let parameterCount: Int
  private let memory: UnsafeMutablePointer<S>
  /// By task and part: whether it is kept in this step.
  private let kept: UnsafeMutablePointer<Bool>

  init(_ graph: Graph, slots: Int) {
    var end = 0
    let tasks = graph.heads.count
    parts = (0..<tasks).map { task in
      graph.parameters.compactMap { parameter in
        let pieces = parameter.pieces(of: task, tasks: tasks)
        guard !pieces.isEmpty else { return nil }
        let count = pieces.reduce(0) { $0 + $1.count }
        defer { end += count * (1 + slots) }
        return Part(pieces: pieces, place: end, count: count)
      }
    }
    layers = 1 + slots
    parameterCount = graph.parameterCount
    memory = .allocate(capacity: max(end, 1))
    memory.initialize(repeating: 0, count: max(end, 1))
    let partCount = max(parts.reduce(0) { $0 + $1.count }, 1)
    kept = .allocate(capacity: partCount)
    kept.initialize(repeating: false, count: partCount)
  }

  deinit {
    memory.deallocate()
    kept.deallocate()
  }

  /// Keeps what the step's losses do not reach; `taught` says which tasks have a loss in it.
  func keep(
    _ numbers: UnsafePointer<S>, _ gradients: UnsafePointer<S>, taught: [Bool]
  ) {
    forEachPart { task, part, position in
      kept[position] = !taught[task] && isZero(gradients, part)
      guard kept[position] else { return }
      forEachPiece(part) { source, place, count in
        (memory + place).update(from: numbers + source, count: count)
      }
    }
  }

  /// Puts back what was kept.
  func restore(_ numbers: UnsafeMutablePointer<S>) {
    forEachPart { _, part, position in
      guard kept[position] else { return }
      forEachPiece(part) { target, place, count in
        (numbers + target).update(from: memory + place, count: count)
      }
    }
  }

  private func forEachPart(_ body: (_ task: Int, Part, _ position: Int) -> Void) {
    var position = 0
    for task in parts.indices {
      for part in parts[task] {
        body(task, part, position)
        position += 1
      }
    }
  }

  private func forEachPiece(
    _ part: Part, _ body: (_ number: Int, _ place: Int, _ count: Int) -> Void
  ) {
    var place = part.place
    for layer in 0..<layers {
      for piece in part.pieces {
        body(layer * parameterCount + piece.lowerBound, place, piece.count)
        place += piece.count
      }
    }
  }

  private func isZero(_ gradients: UnsafePointer<S>, _ part: Part) -> Bool {
    for piece in part.pieces {
      for i in piece where gradients[i] != 0 { return false }
    }
    return true
  }
}

extension GraphParameter {
  /// The numbers of it that one task alone learns, in runs without gaps.
  func pieces(of task: Int, tasks: Int) -> [Range<Int>] {
    switch owner {
    case .shared: return []
    case .task(let owner): return owner == task && count > 0 ? [range] : []
    case .eachTask:
      guard let axis = groupAxis else { return tasks == 1 ? [range] : [] }
      guard shape[axis] == tasks else { return [] }
      let inner = shape[(axis + 1)...].reduce(1, *)
      let outer = shape[..<axis].reduce(1, *)
      guard inner > 0 else { return [] }
      return (0..<outer).map {
        let start = offset + ($0 * tasks + task) * inner
        return start..<start + inner
      }
    }
  }
}
