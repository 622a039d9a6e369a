import Datasets
import Diagnostics
import Glibc
import Tensors
import Testing

/// Tasks in CSV files.
@Suite("tables of tasks")
struct TaskTableTests {
  private func read(
    _ text: String, target: LabelSelection = .names(["y"]), task: String = "school",
    header: Bool = true
  ) throws -> TaskDataset {
    try tasks(
      csv: ByteFile(path: "t.csv", contents: text.utf8), target: target, task: task, header: header)
  }

  private func isSame(_ a: TaskDataset, _ b: TaskDataset) -> Bool {
    func same(_ a: Tensor, _ b: Tensor) -> Bool {
      a.shape == b.shape
        && zip(a.elements, b.elements).allSatisfy { $0 == $1 || $0.isNaN && $1.isNaN }
    }
    return a.taskNames == b.taskNames && a.featureNames == b.featureNames
      && a.featureKinds == b.featureKinds && a.targetName == b.targetName
      && zip(a.tasks, b.tasks).allSatisfy { same($0.X, $1.X) && same($0.y, $1.y) }
  }

  @Test func `rows go to the tasks in the order of their first rows`() throws {
    let data = try read("a,school,y,b\n1,7,10,2\n3,2,20,4\n5,7,,?\n6,2.5,40,7\n")
    #expect(data.taskNames == ["school 7", "school 2", "school 2.5"])
    #expect(data.featureNames == ["a", "b"] && data.targetName == "y" && !data.isShared)
    #expect(data.tasks.map(\.rowCount) == [2, 1, 1])
    #expect(data.tasks[0].X[0, 1] == 2 && data.tasks[0].X[1, 0] == 5 && data.tasks[0].X[1, 1].isNaN)
    #expect(data.tasks[0].y[flat: 0] == 10 && data.tasks[0].y[flat: 1].isNaN)
    #expect(data.tasks[1].X.elements == [3, 4] && data.tasks[2].y.elements == [40])
  }

  @Test func `texts name tasks and nominal features keep their values`() throws {
    let data = try read("school,colour,y\nnorth,red,1\nsouth,blue,2\nnorth,blue,3\n")
    #expect(data.taskNames == ["north", "south"])
    #expect(data.featureKinds == [.nominal(["red", "blue"])])
    #expect(data.tasks[0].X.elements == [0, 1] && data.tasks[0].y.elements == [1, 3])
    let unnamed = try read("4,1,2\n4,3,5\n", target: .last(1), task: "x0", header: false)
    #expect(unnamed.taskNames == ["x0 4"] && unnamed.tasks[0].X.elements == [1, 3])
  }

  @Test func `tasks with the same inputs share them`() throws {
    let data = try read("school,a,y\n1,5,1\n1,6,2\n2,5,3\n2,6,4\n")
    #expect(data.isShared && data.rowCount == 2)
    #expect(!(try read("school,a,y\n1,5,1\n1,6,2\n2,5,3\n2,7,4\n").isShared))
  }

  @Test(arguments: [
    (
      "a,school,y\n1,2,3\n", LabelSelection.names(["z"]), "school",
      "label \"z\" of the list of labels is no column of t.csv"
    ),
    ("a,school,y\n1,2,3\n", .names(["y"]), "shool", "task column \"shool\" is no column of t.csv"),
    (
      "a,school,y\n1,2,3\n", .names(["y"]), "y",
      "column \"y\" of t.csv cannot be both the task and the target"
    ),
    (
      "a,school,y\n1,2,3\n", .last(2), "a",
      "expected one target column beside the tasks' column, found 2"
    ),
    (
      "a,school,y\n1,2,3\n1,,3\n", .names(["y"]), "school",
      "expected a task in column \"school\", found none in row 1"
    ),
    (
      "a,school,y\n1,2,3\n1,12345678901234567,3\n", .names(["y"]), "school",
      "expected task numbers of at most 2^53 in column \"school\", found a greater one in row 1"
    ),
  ])
  func `what is missing is named`(
    text: String, target: LabelSelection, task: String, message: String
  ) {
    let failure = #expect(throws: Failure.self) { try read(text, target: target, task: task) }
    #expect(failure?.message == message)
  }

  private func returned(_ data: TaskDataset, task: String) throws -> TaskDataset {
    let path = "/tmp/tandem-tasks-\(getpid())-\(UInt64.random(in: 0..<UInt64.max)).csv"
    defer { unlink(path) }
    try writeCSV(data, to: path)
    return try readTaskCSV(path, target: .names([data.targetName]), task: task)
  }

  @Test func `tasks come back from a file as they were`() throws {
    var recipe = TaskRecipe()
    for seed in 0..<6 {
      (recipe.tasks, recipe.seed, recipe.isShared) = (1 + seed, seed, seed % 2 == 1)
      recipe.rows = recipe.isShared ? [4] : (0..<recipe.tasks).map { 1 + $0 * 2 }
      let data = try makeTasks(recipe)
      let back = try returned(data, task: "task")
      #expect(isSame(back, data))
      #expect(back.isShared == (data.isShared && data.taskCount > 1))
    }
    var data = try read(
      "school,colour,b,y\nnorth,red,1,0.1\nsouth,\"b,lue\",,2\nnorth,\"b,lue\",-3e-300,\n")
    #expect(isSame(try returned(data, task: "task"), data))
    data.tasks[0].name = "form 5"
    data.tasks[1].name = "form 12.5"
    #expect(isSame(try returned(data, task: "form"), data))
    // A feature called like the target keeps its name; the target's gets a mark.
    data.featureNames[1] = "y"
    try writeCSV(data, to: "/tmp/tandem-tasks-\(getpid()).csv")
    let marked = try readTaskCSV(
      "/tmp/tandem-tasks-\(getpid()).csv", target: .names(["y_"]), task: "form")
    unlink("/tmp/tandem-tasks-\(getpid()).csv")
    #expect(marked.featureNames == data.featureNames)
    data.featureNames[1] = "b"
    // Names that are no numbers of one column stand in a column of texts.
    data.tasks[1].name = "class 1"
    #expect(isSame(try returned(data, task: "task"), data))
  }

  @Test func `tasks that no file could tell apart are refused`() throws {
    var data = try read("school,a,y\n1,5,1\n2,6,2\n")
    data.tasks[1].name = data.tasks[0].name
    #expect(throws: Failure.self) { try writeCSV(data, to: "/tmp/never.csv") }
    let empty = try read("school,a,y\n1,5,1\n2,6,2\n").rows([[0], []])
    let failure = #expect(throws: Failure.self) { try writeCSV(empty, to: "/tmp/never.csv") }
    #expect(failure?.message == "task 'school 2' has no rows, so that no line would name it")
    (data.tasks[0].name, data.tasks[1].name) = ("1.0", "1")
    let same = #expect(throws: Failure.self) { try writeCSV(data, to: "/tmp/never.csv") }
    #expect(same?.message == "tasks '1.0' and '1' are the same number in CSV")
  }

  @Test(.enabled(if: RealFiles.arePresent))
  func `the schools are read as their description says`() throws {
    let data = try readTaskCSV(
      RealFiles.path("school.csv"), target: .names(["score"]), task: "school")
    #expect(data.taskCount == 139 && data.featureCount == 28 && data.rowCount == 15_362)
    #expect(data.taskNames[0] == "school 0" && data.taskNames[138] == "school 138")
    let sum = data.tasks.reduce(0) { $0 + $1.y.elements.reduce(0, +) }
    #expect(sum == 316_416)
    // Counted with NumPy 2: rows of schools 0, 1 and 138, and the smallest.
    #expect([0, 1, 138].map { data.tasks[$0].rowCount } == [200, 91, 23])
    #expect(data.tasks.map(\.rowCount).min() == 22)
  }
}
