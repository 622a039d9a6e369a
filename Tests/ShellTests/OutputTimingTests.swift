import Testing

/// When what a program prints can be read by the program behind the pipe.
@Suite struct OutputTimingTests {
  @Test func `output comes while the program computes, not only at its end`() throws {
    let run = try ProgramRun.shell(
      """
      $T -e 'print("first"); print("second"); t = time(); while time() - t < 1.5 { }; print("last")' \
      | while read line; do date "+%s%N $line"; done
      """)
    let lines = run.output.split(separator: "\n").map { $0.split(separator: " ") }
    let moments = lines.compactMap { Double($0[0]) }
    #expect(lines.map { $0[1] } == ["first", "second", "last"])
    try #require(moments.count == 3)
    #expect(
      moments[2] - moments[1] > 0.8e9, "second came \(moments[2] - moments[1]) ns before last")
  }

  @Test func `a million lines arrive whole and in order`() throws {
    let run = try ProgramRun.shell(
      "$T -e 'for i in 0:1000000 { print(i) }' | awk '$1 != NR - 1 { bad++ } END { print NR, bad + 0 }'"
    )
    #expect(run.output == "1000000 0\n")
  }
}
