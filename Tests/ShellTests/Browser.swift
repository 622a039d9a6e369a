import Glibc

/// A browser without a window, where there is one, to look at pages as a reader's would show them.
struct Browser {
  private let program: String

  /// `nil` where no browser is installed.
  init?() {
    let names = ["chromium", "chromium-browser", "google-chrome"]
    let places: [String] = names.map { "/usr/bin/\($0)" }
    let found = places.first { access($0, X_OK) == 0 }
    guard let found else { return nil }
    program = found
  }

  /// The page in a folder as it stands once it is open, with a fragment in its address, and some keys
  /// were pressed.
  func document(
    _ name: String, in folder: TemporaryFolder, fragment: String = "", keys: [String] = []
  ) throws -> String {
    let presses = keys.map {
      "document.body.dispatchEvent(new KeyboardEvent('keydown', {key: '\($0)', bubbles: true}));"
    }
    let script = "<script>\(presses.joined())</script>\n</body>"
    let parts = folder.text(name).split(separator: "</body>", maxSplits: 1)
    folder.write(parts.joined(separator: script), "opened.html")
    let run = try ProgramRun.shell(
      "exec \(program) --headless --no-sandbox --disable-gpu --dump-dom "
        + "'file://\(folder.path("opened.html"))#\(fragment)'")
    return run.output
  }
}
