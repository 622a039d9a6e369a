internal import Diagnostics
internal import Runtime

/// The pages behind `?topic`: one for every builtin and every part of the language.
package enum Help {
  /// A page about the language itself.
  struct Page: Sendable {
    let name: String
    let summary: String
    let text: String
  }

  /// The names that have a page.
  package static var topicNames: [String] {
    pages.map(\.name) + StandardLibrary.topics.map(\.name)
      + StandardLibrary.builtins.map(\.name)
  }

  /// A line of a page.
  package struct Line: Sendable {
    package let text: String
    /// Where what is broken off the line begins.
    package let indent: Int

    init(_ text: String, _ indent: Int = 0) {
      self.text = text
      self.indent = indent
    }
  }

  /// The page of a topic.
  ///
  /// A name may be that of a function, of a part of the language and of a group of functions: all
  /// are told.
  ///
  /// - Throws: `name` with the nearest topics when there is none.
  package static func page(_ name: String) throws -> [Line] {
    let name = name.trimmed
    if name.isEmpty { return overview }
    let found =
      StandardLibrary.builtins.filter { $0.name == name }.map(page)
      + pages.filter { $0.name == name }.map(page)
      + StandardLibrary.topics.filter { $0.name == name }.map(page)
    if !found.isEmpty { return Array(found.joined(separator: [Line("")])) }
    let near = nearNames(to: name, among: topicNames)
    let notes =
      near.isEmpty
      ? ["? alone lists the topics"] : ["did you mean \(near.joined(separator: " or "))?"]
    throw Failure(.name, "there is no help on \(name)", notes: notes)
  }

  private static var overview: [Line] {
    let entries: (String, String) -> Line = { Line("  ?\(padded($0, 16)) \($1)", 20) }
    return [Line("The language")] + pages.map { entries($0.name, $0.summary) }
      + [Line("Functions")] + StandardLibrary.topics.map { entries($0.name, $0.summary) }
      + [Line("?name explains any function; :help lists the shell's commands.")]
  }

  private static func page(_ page: Page) -> [Line] {
    [Line("\(page.name): \(page.summary)"), Line("")] + page.text.lines.map { Line($0, 2) }
  }

  private static func page(_ topic: StandardLibrary.Topic) -> [Line] {
    [Line("\(topic.name): \(topic.summary)")]
      + topic.builtins.map { Line("  \(padded($0.name, 18)) \($0.summary)", 21) }
  }

  private static func page(_ builtin: Builtin) -> [Line] {
    var lines = [Line(builtin.signature, 4), Line("  \(builtin.summary)", 2)]
    if !builtin.details.isEmpty {
      lines += [Line("")] + builtin.details.lines.map { Line("  \($0)", 2) }
    }
    if !builtin.parameters.isEmpty { lines.append(Line("")) }
    let width = min(builtin.parameters.map(\.name.count).max() ?? 0, 20)
    for parameter in builtin.parameters {
      var line = "  \(padded(parameter.name, width))  \(parameter.typeName): \(parameter.summary)"
      if let constraint = parameter.constraint { line += " (\(constraint))" }
      if let value = parameter.defaultValue { line += "; default \(value.literal)" }
      lines.append(Line(line, width + 4))
    }
    lines.append(Line("  gives \(builtin.resultType)", 2))
    for example in builtin.examples {
      lines.append(Line(""))
      lines += example.source.lines.map { Line("  > \($0)", 4) }
      lines += example.output.lines.filter { !$0.isEmpty }.map { Line("  \($0)", 2) }
    }
    return lines
  }

  private static func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }

  static let pages: [Page] = [
    Page(
      name: "values", summary: "what there is",
      text: """
        number 1.5   bool true   string "a"   tensor [1, 2; 3, 4]   list ["a", 1]
        record {name: "x", rows: 10}   function x -> x^2   none
        and objects that functions make: data set, model, label graph, chart, stepper.
        type(x) gives the name. Values never change behind your back: after b = a,
        b[0] = 9 leaves a as it was.
        """),
    Page(
      name: "instructions", summary: "what a function is compiled to",
      text: """
        :disassemble f shows the instructions of the function f, one a line, :disassemble 3
        those of cell 3, :disassemble x + 1 those of code that is not run.
        On the left stand the places that jumps lead to (L1, L2, …), then what is done
        and to what, on the right the source. Values on the way are called t1, t2, ….
        A name with a + runs together with the line below it.
        """),
    Page(
      name: "numbers", summary: "how numbers are written",
      text: "1   2.5   .5   1e-3   1_000   0b101   inf   nan   pi"),
    Page(
      name: "text", summary: "strings and interpolation",
      text: """
        "a string"   \\n \\t \\" \\\\ \\{ \\} \\u{1F600}
        "loss {x:.3f}" puts a value in; after the colon a format as in Python:
        fill, align < > ^, sign, 0, width, .precision, one of d e f g %.
        \"\"\" begins and ends a text of many lines.
        """),
    Page(
      name: "tensors", summary: "literals, ranges, broadcasting",
      text: """
        [1, 2, 3] is a vector, [1, 2; 3, 4] a 2×2 matrix; commas are required.
        0:5 is [0, 1, 2, 3, 4]; 0:10:2 steps by two.
        + - * / // % ^ work element by element, an axis of size 1 stretches;
        @ is the matrix product, x' the transpose.
        """),
    Page(
      name: "indexing", summary: "parts of values",
      text: """
        x[0]  x[-1]  x[1, 2]  x[:, 1]  x[1:3]  x[::-1]  x[..., 0]  x[x > 0]  x[[0, 2]]
        r.field  r["field"]  list[0]  "text"[0]  data[0:10]
        Positions count from 0. Assignment takes the same paths: x[i, :] = 0, r.a[1] = 2.
        """),
    Page(
      name: "operators", summary: "loosest first",
      text: """
        ->   |>   or   and   not   == != < <= > >= in   :   + -   * / // % @   -x   ^
        then ' [ ] ( ) . behind a value. 0 < x < 1 chains. -2^2 is -4, 2^-1 is 0.5.
        """),
    Page(
      name: "functions", summary: "fn, ->, calls and pipelines",
      text: """
        fn f(x, k=2) { x^k }     fn g(x) = x + 1     x -> x^2     (x, y) -> x + y
        The last expression is the value; return leaves early.
        f(3)  f(3, k=4)  3 |> f(k=4)  [1, 2] |> (x -> x + 1)
        Assignment inside a function is local.
        """),
    Page(
      name: "control", summary: "if, for, while, try",
      text: """
        if a > 1 { … } else if a > 0 { … } else { … }     also a value: x = if c { 1 } else { 2 }
        for x in xs { … }   for i, x in xs { … }   for i in 0:10 { … }   while c { … }
        break  continue  return
        try { … } catch err { err.message }     error("why")     assert c, "why"
        """),
    Page(
      name: "records", summary: "named fields",
      text: """
        r = {name: "x", rows: 10}   r.name   {...r, rows: 20}   r.rows += 1
        a, b = r takes the fields in order; keys(r) and values(r) list them.
        """),
    Page(
      name: "files", summary: "scripts, imports, notebooks",
      text: """
        import "file.tdm" runs a file here. tandem FILE runs a script or a notebook,
        tandem check FILE compares a notebook with its recorded outputs.
        """),
  ]
}

extension String {
  fileprivate var lines: [String] {
    split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  fileprivate var trimmed: String {
    var text = self[...]
    while text.first?.isWhitespace == true { text.removeFirst() }
    while text.last?.isWhitespace == true { text.removeLast() }
    return String(text)
  }
}
