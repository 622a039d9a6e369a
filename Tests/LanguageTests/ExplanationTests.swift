import Diagnostics
import Glibc
import Runtime
import StandardLibrary
import Tensors
import Testing

/// Every error is explained, and the explanations are true: the wrong example fails with that very
/// mistake, the right one gives what the page says.
@Suite("Explanations of errors")
struct ExplanationTests {
  /// What a program cannot bring about by itself; tested with the command line and the shell.
  private static let withoutExample: Set<Explanation.Subject> = [
    .mistake(.readOnly), .mistake(.outsideRoot), .mistake(.timeLimit), .mistake(.missingOutput),
    .kind(.interrupted),
  ]

  @Test("exist for every mistake and every kind of error, once")
  func areComplete() {
    let subjects = Explanation.all.map(\.subject)
    #expect(Set(subjects).count == subjects.count)
    for mistake in Mistake.allCases { #expect(subjects.contains(.mistake(mistake)), "\(mistake)") }
    for kind in DiagnosticKind.allCases { #expect(subjects.contains(.kind(kind)), "\(kind)") }
    for rule in TensorError.Rule.allCases {
      #expect(Mistake(rawValue: rule.rawValue) != nil, "\(rule) has no mistake of its name")
    }
  }

  @Test(
    "have a wrong example that fails with that mistake",
    arguments: Explanation.all.filter { $0.wrong?.needsFolder != true })
  func wrongExample(explanation: Explanation) { Self.checkWrong(explanation) }

  @Test(
    "have a right example that gives what the page says",
    arguments: Explanation.all.filter { !$0.right.needsFolder })
  func rightExample(explanation: Explanation) { Self.checkRight(explanation) }

  @Test("have examples with files that hold, too")
  func examplesWithFiles() async {
    await #expect(processExitsWith: .success) {
      let folder = "/tmp/tandem-explanation-\(getpid())"
      mkdir(folder, 0o700)
      chdir(folder)
      for explanation in Explanation.all {
        if explanation.wrong?.needsFolder == true { Self.checkWrong(explanation) }
        if explanation.right.needsFolder { Self.checkRight(explanation) }
        for name in ["data.csv", "note.txt"] { unlink(name) }
      }
      #expect(rmdir(folder) == 0)
    }
  }

  private static func checkWrong(_ explanation: Explanation) {
    guard let wrong = explanation.wrong else {
      #expect(withoutExample.contains(explanation.subject), "\(explanation.title)")
      return
    }
    do {
      _ = try Session().run(wrong.source)
      Issue.record("\(explanation.title): the wrong example runs")
    } catch {
      #expect(error.message == wrong.error, "\(explanation.title)")
      switch explanation.subject {
      case .mistake(let mistake): #expect(error.mistake == mistake, "\(explanation.title)")
      case .kind(let kind):
        #expect(error.mistake == nil && error.kind == kind, "\(explanation.title)")
      }
      #expect(Explanation.of(error)?.title == explanation.title)
      // What the page says of this case has all its facts.
      let page = Explanation.page(on: error).map(\.text).joined(separator: "\n")
      #expect(!page.contains("{") || !explanation.here.contains("{") || page.contains(": "))
      if !explanation.here.isEmpty {
        #expect(Explanation.filled(explanation.here, error.facts) != nil, "\(explanation.title)")
      }
    }
  }

  private static func checkRight(_ explanation: Explanation) {
    do {
      let output = try Session().run(explanation.right.source)
      #expect(output == explanation.right.output, "\(explanation.title)")
    } catch {
      Issue.record("\(explanation.title): \(error.message)")
    }
  }

  @Test("name both shapes, both operands and the axis where sizes differ")
  func namesWhatWentWrong() throws {
    let error = try #require(Self.error("W = ones(3, 4)\nX = ones(4, 3)\nW + X"))
    #expect(error.notes.contains("W is 3×4, X is 4×3; did you mean W + X' (3×4 + 3×4)?"))
    let page = Explanation.page(on: error).map(\.text).joined(separator: "\n")
    #expect(page.contains("3×4 meets 4×3: on the last axis, 4 and 3 differ"))
    #expect(page.contains("W + X   (cell 1, line 3)"))
  }

  @Test(
    "stand for random shapes exactly where NumPy's rule is broken",
    arguments: 0..<200)
  func axisOfUnequalSizes(seed: Int) throws {
    var random = RandomGenerator(seed: UInt64(seed))
    let sizes = (0..<4).map { _ in 1 + Int(random.next() % 3) }
    let (m, n, p, q) = (sizes[0], sizes[1], sizes[2], sizes[3])
    let fits = (m == p || m == 1 || p == 1) && (n == q || n == 1 || q == 1)
    let error = Self.error("zeros(\(m), \(n)) + zeros(\(p), \(q))")
    #expect((error == nil) == fits)
    guard let error else { return }
    #expect(error.mistake == .unequalSizes)
    let isLast = n != q && n != 1 && q != 1
    #expect(error.facts["axis"] == (isLast ? "the last axis" : "axis 2 from the end"))
    #expect(error.facts["a"] == "\(isLast ? n : m)")
    #expect(error.facts["b"] == "\(isLast ? q : p)")
  }

  static func error(_ source: String) -> Diagnostic? {
    do {
      _ = try Session().run(source)
      return nil
    } catch {
      return error
    }
  }

  @Test("name topics to read on that exist")
  func readOnTopicsExist() {
    for explanation in Explanation.all {
      for topic in explanation.readOn where !topic.hasPrefix(":") && !topic.hasPrefix("--") {
        #expect((try? Help.page(topic)) != nil, "\(explanation.title): ?\(topic)")
      }
    }
  }
}
