internal import Diagnostics
internal import Runtime

extension StandardLibrary {
  /// Plain text in files.
  static let textFiles: [Builtin] = [
    Builtin(
      "read_text", "The text of a file in UTF-8.", path,
      examples: [
        Example(
          "write_text(\"one\\ntwo\\n\", \"a.txt\"); lines(read_text(\"a.txt\"))",
          prints: "[\"one\", \"two\"]", needsFolder: true),
        Example("read_text(\"no.txt\")", fails: "cannot read no.txt: there is no such file"),
      ],
      with: { interpreter, path in
        let text = try FileAccess.read(try interpreter.files.readable(path))
        try ValueLimits.checkText(text.utf8.count)
        return text
      }),
    Builtin(
      "write_text", "Writes a string to a file, all of it or nothing.",
      Parameter<String>("text", "a string"),
      Parameter<String>(
        "path", "the file, which is replaced; its name has an ending", naming: [.files]),
      details: "A text of several values is put together by join and interpolation.",
      examples: [
        Example(
          "write_text(join([1, 2], \"\\n\"), \"b.txt\"); print(read_text(\"b.txt\"))",
          prints: "1\n2", needsFolder: true)
      ],
      with: { interpreter, text, path in
        // Keeps a mixed-up argument from becoming the name of a file.
        guard let dot = path.lastIndex(of: "."), dot != path.startIndex,
          path[dot...].dropFirst().first?.isLetter == true
        else {
          throw Failure(
            .argument,
            "write_text: path must have an ending such as .txt, found \(Value.text(path).literal)")
        }
        try FileAccess.write(text, to: try interpreter.files.writable(path))
        return Nothing()
      }),
  ]
}
