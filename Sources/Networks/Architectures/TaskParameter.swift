/// Where the numbers of each task lie in a parameter that tasks have a group each of.
///
/// The axis of tasks may be any one, so a task's numbers are `blockCount` runs of `length`.
struct TaskParameter: Sendable {
  let name: String
  let taskCount: Int
  let blockCount: Int
  let length: Int
  private let offset: Int

  /// `nil` for a parameter that is not the tasks' own.
  init?(_ parameter: GraphParameter) {
    guard let axis = parameter.groupAxis else { return nil }
    name = parameter.name
    taskCount = parameter.shape[axis]
    blockCount = parameter.shape[..<axis].reduce(1, *)
    length = parameter.shape[(axis + 1)...].reduce(1, *)
    offset = parameter.offset
  }

  /// Where a run of a task begins among all parameters.
  func place(block: Int, task: Int) -> Int { offset + (block * taskCount + task) * length }
}
