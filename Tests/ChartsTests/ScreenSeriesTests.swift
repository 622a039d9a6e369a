import Charts
import Testing

@Suite struct ScreenSeriesTests {
  private static func series(_ steps: [Int]) -> ScreenSeries {
    ScreenSeries(
      title: "RUN <of> \"one\"", note: "all screens",
      stages: steps.map { step in
        ScreenSeries.Stage(
          step: step, name: "part <\(step)>",
          Screen(
            title: "RUN | part \(step)", position: "step \(step)",
            panels: [.lines([StyledText("x = \(step) & more", .changed)])], why: ["a < b"],
            next: "part \(step + 1)"))
      })
  }

  @Test func `every screen stands in the page, once for wide and once for narrow windows`() {
    let page = Self.series([0, 5, 9]).page
    for step in [0, 5, 9] {
      #expect(page.contains("<section class=\"stage\" data-step=\"\(step)\">"))
      #expect(page.contains("<h2>step \(step): part &lt;\(step)&gt;</h2>"))
      #expect(page.contains("x = \(step) &amp; more"))
    }
    #expect(page.split(separator: "class=\"wide\"").count == 4)
    #expect(page.split(separator: "class=\"narrow\"").count == 4)
    #expect(page.contains("<title>RUN &lt;of&gt; &quot;one&quot;</title>"))
  }

  @Test
  func `nothing is loaded, equal runs give equal bytes, and no key is named that does nothing`() {
    let page = Self.series([0, 1]).page
    #expect(page == Self.series([0, 1]).page)
    for word in ["://", "src=", "@import", "url(", "what-if"] { #expect(!page.contains(word)) }
  }

  @Test func `as text the screens follow each other`() {
    let plain = Self.series([0, 5]).plainText
    #expect(plain.contains("x = 0 & more\nwhy a < b\nnext: part 1\n\nRUN | part 5"))
    #expect(plain.hasSuffix("next: part 6\n"))
  }
}

@Suite struct ScreenTitleTests {
  private func lines(_ title: String, _ width: Int, position: String = "step 3 of 9") -> [String] {
    let screen = Screen(title: title, position: position, panels: [])
    return text(screen, DrawingOptions(width: width)).split(separator: "\n").map(String.init)
  }

  @Test func `a title that has no room goes on below, cut between its parts`() {
    let title = "NETWORK train › epoch 12 › step 7 › forward tower | operation 4 of 7"
    #expect(lines(title, 100)[0].hasPrefix(title))
    let parts = lines(title, 70)
    #expect(parts[0].hasPrefix("NETWORK train › epoch 12 › step 7 › forward tower "))
    #expect(parts[0].hasSuffix("step 3 of 9"))
    #expect(parts[1] == "operation 4 of 7")
    let levels = lines(title, 50)
    #expect(levels[0].hasPrefix("NETWORK train › epoch 12 › step 7 "))
    #expect(levels[1].hasPrefix("› forward tower | operation 4 of 7"))
  }

  @Test(arguments: [20, 30, 40, 60, 80])
  func `no part of a title is lost, whatever the width`(width: Int) {
    let title = "RUN › level one › level two | a part | another part | the last"
    let all = lines(title, width).dropLast().joined(separator: " ")
    for word in ["level", "one", "two", "another", "last"] {
      #expect(all.contains(word), "\(lines(title, width))")
    }
    #expect(lines(title, width).allSatisfy { cellWidth($0) <= width })
  }
}
