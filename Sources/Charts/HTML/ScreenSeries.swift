/// The screens of a run on one page, to go through forwards and back, by hand or playing.
///
/// Without its script, as on paper, the page lists all screens. Each is drawn for 80 columns, and once
/// more for 40 where a window has no room for 80.
package struct ScreenSeries: Sendable {
  /// One screen with its place in the run.
  package struct Stage: Sendable {
    package let step: Int
    /// `link sunset`.
    package let name: String
    package let screen: Screen

    package init(step: Int, name: String, _ screen: Screen) {
      self.step = step
      self.name = name
      self.screen = screen
    }
  }

  package let title: String
  package let stages: [Stage]
  /// A line about which stages there are.
  package let note: String

  package init(title: String, note: String = "", stages: [Stage]) {
    self.title = title
    self.note = note
    self.stages = stages
  }

  /// All screens as plain text of 80 columns, a blank line between them.
  package var plainText: String {
    stages.map { text(Self.withoutKeys($0.screen)) }.joined(separator: "\n\n") + "\n"
  }

  /// The bytes of the page.
  package var page: String {
    let head =
      "<h1>\(HTMLPage.escaped(title))</h1>"
      + (note.isEmpty ? "" : "\n<p class=\"dim\">\(HTMLPage.escaped(note))</p>")
    return HTMLPage(
      title: title, style: Self.style, script: Self.script,
      body: ([head, controls] + stages.map(section)).joined(separator: "\n")
    ).text
  }

  private var controls: String {
    """
    <nav class="controls" hidden>
    <button id="first" title="the first screen (Home)">|◀</button>
    <button id="back" title="one screen back (b, ←)">◀ back</button>
    <button id="play" title="play or pause (space)">▶ play</button>
    <button id="next" title="the next screen (n, →)">next ▶</button>
    <button id="last" title="the last screen (End)">▶|</button>
    <select id="speed" aria-label="seconds a screen"><option value="3000">3 s</option>\
    <option value="1000" selected>1 s</option><option value="300">0.3 s</option></select>
    <input id="slider" type="range" min="1" max="\(max(stages.count, 1))" value="1" \
    aria-label="screen">
    <output id="place" aria-live="polite"></output>
    <p class="dim">keys: n or → next, b or ← back, space plays, Home and End; #step=3 in the address \
    opens that step</p>
    </nav>
    """
  }

  private func section(_ stage: Stage) -> String {
    let wide = Self.lines(stage.screen, 80)
    let narrow = Self.lines(stage.screen, 40)
    let drawings = HTMLPage.fitting(HTMLPage.preformatted(wide), HTMLPage.preformatted(narrow))
    return """
      <section class="stage" data-step="\(stage.step)">
      <h2>step \(stage.step): \(HTMLPage.escaped(stage.name))</h2>
      \(drawings)
      </section>
      """
  }

  /// A screen that nobody types below.
  private static func withoutKeys(_ screen: Screen) -> Screen {
    var screen = screen
    screen.keys = []
    return screen
  }

  /// The lines of a screen in so many columns.
  private static func lines(_ screen: Screen, _ width: Int) -> [StyledText] {
    let drawer = TextDrawer(DrawingOptions(width: width))
    return drawer.block(withoutKeys(screen)).map { $0.cut(to: width, drawer.options) }
  }

  // MARK: - Style and script

  private static let style = """
    .controls button, .controls select { font: inherit; padding: .2rem .6rem; margin: 0 .2rem .4rem 0 }
    .controls input { display: block; width: 100%; margin: .2rem 0 }
    .stage h2 { margin-bottom: 0; font-size: 1rem }
    .stage pre { margin-top: .4rem }
    .live .stage { display: none }
    .live .stage.now { display: block }
    @media print { .controls { display: none } .live .stage { display: block; break-inside: avoid } }
    """

  private static let script = """
    (function () {
      "use strict";
      var stages = Array.prototype.slice.call(document.querySelectorAll(".stage"));
      var steps = stages.map(function (stage) { return Number(stage.dataset.step); });
      function part(id) { return document.getElementById(id); }
      var now = -1, timer = null;
      function show(index) {
        index = Math.max(0, Math.min(stages.length - 1, index));
        if (index === now) { return; }
        if (now >= 0) { stages[now].classList.remove("now"); }
        stages[index].classList.add("now");
        now = index;
        part("slider").value = index + 1;
        part("place").textContent = "screen " + (index + 1) + " of " + stages.length;
        part("first").disabled = part("back").disabled = index === 0;
        part("last").disabled = part("next").disabled = index === stages.length - 1;
        if (index > 0 || location.hash) { location.replace("#step=" + steps[index]); }
      }
      function asked() {
        var match = /^#step=(\\d+)$/.exec(location.hash);
        if (!match) { return 0; }
        var index = 0;
        steps.forEach(function (step, i) { if (step <= Number(match[1])) { index = i; } });
        return index;
      }
      function pause() {
        clearInterval(timer);
        timer = null;
        part("play").textContent = "▶ play";
      }
      function play() {
        if (timer !== null) { pause(); return; }
        if (now === stages.length - 1) { show(0); }
        part("play").textContent = "❚❚ pause";
        timer = setInterval(function () {
          show(now + 1);
          if (now === stages.length - 1) { pause(); }
        }, Number(part("speed").value));
      }
      function move(index) { pause(); show(index); }
      var keys = {
        n: function () { move(now + 1); }, ArrowRight: function () { move(now + 1); },
        Enter: function () { move(now + 1); }, b: function () { move(now - 1); },
        ArrowLeft: function () { move(now - 1); }, Home: function () { move(0); },
        End: function () { move(stages.length - 1); }, " ": play
      };
      part("first").onclick = keys.Home;
      part("back").onclick = keys.b;
      part("play").onclick = play;
      part("next").onclick = keys.n;
      part("last").onclick = keys.End;
      part("slider").oninput = function () { move(Number(part("slider").value) - 1); };
      part("speed").onchange = function () { if (timer !== null) { pause(); play(); } };
      document.addEventListener("keydown", function (event) {
        var own = /^(BUTTON|INPUT|SELECT)$/.test(event.target.tagName);
        if (event.ctrlKey || event.metaKey || event.altKey || !keys[event.key]) { return; }
        if (own && event.key !== "n" && event.key !== "b") { return; }
        event.preventDefault();
        keys[event.key]();
      });
      window.addEventListener("hashchange", function () { show(asked()); });
      document.documentElement.classList.add("live");
      document.querySelector(".controls").hidden = false;
      show(asked());
    })();
    """
}
