import Glibc
import Testing

/// Compares a drawing with the text file of that name; `RECORD_GOLDEN=1` rewrites it and fails.
func expectGolden(
  _ drawing: String, _ name: String, sourceLocation: SourceLocation = #_sourceLocation
) {
  let folder = #filePath.split(separator: "/").dropLast().joined(separator: "/")
  let path = "/\(folder)/Golden/\(name).txt"
  if getenv("RECORD_GOLDEN") != nil {
    write(drawing + "\n", to: path)
    Issue.record("recorded \(name)", sourceLocation: sourceLocation)
    return
  }
  let expected = read(path)
  #expect(expected == drawing + "\n", "golden file \(name)", sourceLocation: sourceLocation)
}

private func write(_ text: String, to path: String) {
  guard let file = fopen(path, "w") else { return }
  defer { fclose(file) }
  fputs(text, file)
}

private func read(_ path: String) -> String? {
  guard let file = fopen(path, "r") else { return nil }
  defer { fclose(file) }
  var bytes: [UInt8] = []
  while case let byte = fgetc(file), byte != EOF { bytes.append(UInt8(truncatingIfNeeded: byte)) }
  return String(decoding: bytes, as: UTF8.self)
}
