import Diagnostics
import Runtime
import Testing

@Suite("Data sets of heads in the language")
struct HeadDataTests {
  private func widest(_ text: String) -> Int {
    text.split(separator: "\n", omittingEmptySubsequences: false).map(\.count).max() ?? 0
  }

  /// Values that are drawn: data sets, images, and reports of ten classes with large counts.
  static let drawn = [
    "make_faces(rows=30)", "make_digits(rows=30)", "image(make_garments(rows=9))",
    "image(zeros(100, 100))",
    "image(make_faces(rows=2), names=[\"one\", \"a much longer name of one\"])",
    "merge_data(make_digits(rows=30), make_garments(rows=20))",
    "head_data(make_labels(rows=40, labels=30))", "head_data(make_tasks(tasks=20))",
    "head_data(zeros(0, 3), {a: []})",
    "evaluate_heads(make_digits(rows=90), {digit: make_digits(rows=90, seed=4).Y.digit})",
    "evaluate_heads(make_digits(rows=90), {digit: make_digits(rows=90, seed=4).Y.digit}).digit",
    "fit(hard_sharing(inputs=[1, 28, 28], heads={gender: binary(), age: regression(), pose: classes(5)}), "
      + "make_faces(rows=40), epochs=1)",
    "evaluate(fit(hard_sharing(inputs=[1, 28, 28], trunk=[flatten()], heads={gender: binary(), "
      + "age: regression(), pose: classes(5)}), make_faces(rows=40), epochs=1), make_faces(rows=40))",
    "pretrain(hard_sharing(inputs=2, trunk=[dense(2)], heads={a: binary()}), randn(9, 2), epochs=2)",
    "evaluate_heads(make_faces(rows=40), {gender: rand(40), age: rand(40), pose: softmax(rand(40, 5))})",
  ]

  @Test("are drawn within any width", arguments: drawn)
  func widths(_ source: String) throws {
    for width in [80, 60, 40] {
      let session = Session()
      session.interpreter.display.width = width
      let text = try session.run(source)
      #expect(!text.isEmpty)
      #expect(widest(text) <= width, "\(width):\n\(text)")
    }
  }

  @Test("a confusion matrix of ten classes is one block of 80 columns")
  func tenClasses() throws {
    let text = try Session().run(
      "d = make_digits(rows=1000); confusion_chart(d.Y.digit, make_digits(rows=1000, seed=5).Y.digit)"
    )
    #expect(!text.contains("columns "), "\(text)")
    #expect(text.contains("recall"))
    #expect(widest(text) <= 80)
  }

  @Test("take rows by position, mask and list, and heads by name")
  func positions() throws {
    let session = Session()
    let setup = """
      d = head_data([1; 2; 3; 4], {up: [0, 1, 0, 1], size: [1.5, 2, nan, 4], k: [0, 2, 1, 1]})

      """
    #expect(try session.run(setup + "print(d[1:3].X, d[-1].Y.size, len(d))") == "[2; 3] [4] 4")
    #expect(try session.run("print(d[[3, 0]].Y.k, d[d.Y.up == 1].Y.k)") == "[1, 0] [2, 1]")
    #expect(
      try session.run("print(d[\"k\"].heads, d[[\"size\", \"up\"]].heads)")
        == "[\"k\"] [\"size\", \"up\"]")
    #expect(try session.run("try { d[4] } catch err { err.message }").contains("out of range"))
    #expect(
      try session.run("try { d[\"sise\"] } catch err { err.notes[0] }") == "did you mean 'size'?")
    #expect(try session.run("try { d[0, 1] } catch err { err.message }").contains("rows or heads"))
    #expect(try session.run("d == d[0:4]") == "true")
    #expect(try session.run("d == d[0:3]") == "false")
  }

  @Test("are divided, scaled and folded as other data sets are")
  func parts() throws {
    let session = Session()
    _ = try session.run("d = make_faces(rows=50, seed=1); train, test = split_data(d, 0.8, seed=3)")
    #expect(try session.run("print(len(train), len(test), train.kinds == d.kinds)") == "40 10 true")
    #expect(
      try session.run(
        "a, b = standardize(train, test); print(max(abs(mean(a.X, axis=0))) < 1e-9, shape(b.X))")
        == "true [10, 784]")
    #expect(
      try session.run("print(map(k_fold(d, 5, stratify=true), f -> len(f.train) + len(f.test)))")
        == "[50, 50, 50, 50, 50]")
    #expect(
      try session.run("a, b = stratify(make_digits(rows=40), 0.5); print(len(a) + len(b))") == "40")
  }

  @Test("say what is wrong with inputs, targets and kinds")
  func mistakes() throws {
    func message(_ source: String) throws -> String {
      try Session().run("try { \(source) } catch err { err.message }")
    }
    #expect(
      try message("head_data([1; 2], {a: [1]})").contains("expected targets for 2 rows in head 'a'")
    )
    #expect(
      try message("head_data([1; 2])")
        == "head_data: inputs X need their targets Y, a record by head")
    #expect(try message("head_data([1; 2], {a: \"x\"})").contains("targets of 'a'"))
    #expect(
      try message("head_data([1; 2], {a: [1, 2]}, kinds={b: \"binary\"})").contains(
        "kinds names 'b'"))
    #expect(try message("head_data([1; 2], {a: [1, 2]}, kinds={a: \"bin\"})").contains("binary()"))
    #expect(
      try message("merge_data(make_digits(rows=2), head_data([1; 2], {a: [1, 2]}))").contains(
        "one shape"))
    #expect(try message("metrics(make_digits(rows=2), [1])").contains("metrics"))
    #expect(
      try message("evaluate_heads(make_digits(rows=2), {digit: [1]})").contains("head 'digit'"))
    #expect(try message("image(make_labels(rows=3))").contains("image: x must be a"))
    #expect(try message("image(zeros(7))").contains("reshape") == false)
  }
}
