import Diagnostics
import StandardLibrary
import Testing

/// Charts of named values, distributions, trees and tables from the language.
@Suite struct FigureBuiltinTests {
  private func message(_ source: String) -> String {
    do {
      _ = try Session().run(source)
      return "nothing was wrong"
    } catch {
      return error.message
    }
  }

  @Test(arguments: [
    (
      "bar({a: 1, b: [1, 2]})",
      "bar: all fields must be numbers, or all vectors, found the number a"
    ),
    ("bar({a: [1, 2], b: [1]})", "bar: parts must be equally long, found 2 in a and 1 in b"),
    ("bar([1, 2], names=[\"a\"])", "bar: names must name 2 bars, found 1"),
    ("bar([1, 2], xscale=\"log\")", "bar: bars start at 0, which a logarithmic axis does not have"),
    ("bar(ones(2, 9))", "bar: expected at most 8 parts a name, found 9"),
    ("bar(ones(2, 2), parts=[\"a\"])", "bar: parts must name 2 parts, found 1"),
    ("hist([1, 2], bins=[3, 1])", "hist: bins must be"),
    ("hist([1, 2], bins=\"many\")", "hist: bins must be"),
    ("hist([1, 2], groups=[1])", "hist: groups must have one entry a value, found 1 for 2"),
    ("hist(\"a\")", "hist: x must be a vector, a matrix, or a record or list of vectors, found"),
    ("box({a: \"x\"})", "box: the group a must hold numbers, found"),
    ("box([1, 2], names=[\"a\", \"b\"])", "box: names must name 1 groups, found 2"),
    ("box(ones(2, 50))", "box: expected at most 40 groups, found 50"),
    ("tree(1)", "tree: x must be a record, a list or a fitted model, found"),
    ("tree({a: 1}, row=[1])", "tree: a row needs a fitted model before it"),
    ("spectrum([1, -2])", "spectrum: the values of x must be finite and at least 0"),
    (
      "spectrum([1, 2], after=[1])", "spectrum: x and after must have as many values, found 2 and 1"
    ),
    ("heat([1, 2; 3, 4], mode=\"both\")", "heat: mode must be"),
  ])
  func `a wrong argument is named with what was found`(source: String, expected: String) {
    #expect(message(source).contains(expected), "\(message(source))")
  }

  @Test func `the fields of a box plot are NumPy's percentiles`() throws {
    // numpy.percentile(x, [25, 50, 75]) of NumPy 2.4.6: 1.75, 2.5, 3.25 and 10, 20, 30.
    let drawn = try Session().run(
      "b = box([1, 2, 3, 4, 10, 20, 30, 0, 40], groups=[0, 0, 0, 0, 1, 1, 1, 1, 1]); "
        + "print(b.q1, b.median, b.q3, b.n)")
    #expect(drawn == "[1.75, 10] [2.5, 20] [3.25, 30] [4, 5]")
  }

  @Test func `the fields of a histogram are NumPy's counts`() throws {
    // numpy.histogram([1, 2, 2, 7, 9], bins=4) of NumPy 2.4.6.
    #expect(
      try Session().run("h = hist([1, 2, 2, 7, 9, nan], bins=4); print(h.counts, h.edges)")
        == "[3, 0, 0, 2] [1, 3, 5, 7, 9]")
  }

  @Test func `the tree of a row holds the joint probabilities of its label sets`() throws {
    let session = Session()
    let setup =
      "d = make_labels(rows=60, labels=3, seed=1); m = fit(classifier_chain(logistic()), d); "
    let drawing = try session.run(setup + "tree(m, d.X[0])")
    let lines = drawing.split(separator: "\n")
    #expect(lines.count == 9 && lines[0].hasSuffix("joint"), "\(drawing)")
    let joints = lines.dropFirst().compactMap { line in
      line.replacing("most probable", with: "").split(separator: " ").last.flatMap { Double($0) }
    }
    #expect(joints.count == 8 && abs(joints.reduce(0, +) - 1) < 5e-4, "\(drawing)")
    let best = try session.run("print(round(joint(m, d.X[0]).probabilities[0], 4))")
    #expect(
      drawing.contains("\(best)  most probable") || drawing.contains("\(best)0  most probable"))
  }

  @Test func `a table never makes a whole number of what is none`() throws {
    #expect(try Session().run("table([0.9999; 1; 12.5])") == "      0\n 0.9999\n 1\n12.5")
  }
}
