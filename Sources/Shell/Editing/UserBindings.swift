internal import CEditLine
internal import Diagnostics
internal import Runtime

/// The keys that a person binds in `.editrc`.
///
/// Choosing a mode there (`bind -v`) resets every key; the editor then binds its own again, and these
/// after them, so that the person has the last word.
enum UserBindings {
  static func apply(to handle: OpaquePointer) {
    guard let path, let text = try? FileAccess.read(path),
      let tokenizer = tok_winit(nil)
    else { return }
    defer { tok_wend(tokenizer) }
    for line in text.split(separator: "\n") where isBinding(line) {
      var count: Int32 = 0
      var words: UnsafeMutablePointer<UnsafePointer<wchar_t>?>?
      if tok_wstr(tokenizer, LineEditor.wide(String(line)), &count, &words) == 0, let words {
        el_wparse(handle, count, words)
      }
      tok_wreset(tokenizer)
    }
  }

  private static var path: String? {
    Terminal.environment("EDITRC") ?? Terminal.environment("HOME").map { $0 + "/.editrc" }
  }

  /// Whether a line binds a key, with or without a program's name before it.
  private static func isBinding(_ line: Substring) -> Bool {
    let words = line.split { $0 == " " || $0 == "\t" }
    guard let first = words.first, first == "bind" || first.hasSuffix(":bind") else { return false }
    return !words.contains("-v") && !words.contains("-e")
  }
}
