internal import Charts
internal import Diagnostics
internal import Runtime

/// An object that stands for a drawing: `print` draws it, `save` writes it.
protocol Drawing: LanguageObject {
  /// The bytes of a file in a format.
  ///
  /// Throws where there is nothing to write, as data of a drawing that has none.
  func document(_ format: DrawingFormat) throws -> String
}

extension LanguageObject {
  /// The bytes of a file: those of a drawing, or what the shell shows of any other object.
  func document(_ format: DrawingFormat) throws -> String {
    if let drawing = self as? any Drawing { return try drawing.document(format) }
    let text = display(DisplayOptions())
    var picture: TextPicture {
      TextPicture(
        title: typeName,
        lines: text.split(separator: "\n", omittingEmptySubsequences: false)
          .map { StyledText(String($0)) })
    }
    switch format {
    case .svg: return picture.svg
    case .html: return picture.html
    case .txt: return text + "\n"
    case .csv: return try [DataTable]().csv(of: self)
    }
  }
}

extension [DataTable] {
  /// The tables with an empty line between them.
  func csv(of object: any LanguageObject) throws -> String {
    guard !isEmpty else {
      throw Failure(
        .argument, "save: \(object.described) holds no table that could be written as .csv",
        notes: ["tables are written by write_csv(x, path)"])
    }
    return map(\.csv).joined(separator: "\n")
  }
}
