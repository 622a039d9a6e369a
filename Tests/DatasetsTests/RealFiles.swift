import Datasets
import Glibc
import Tensors

/// The real data sets kept beside the project; tests on them run where they are present.
enum RealFiles {
  /// `shared/data` beside the checkout or one of the folders above it.
  static let folder: String? = {
    var path = #filePath[...]
    while let slash = path.lastIndex(of: "/") {
      path = path[..<slash]
      let candidate = path + "/shared/data/"
      if access(candidate + "README.md", R_OK) == 0 { return String(candidate) }
    }
    return nil
  }()

  static var arePresent: Bool { folder != nil }

  static func path(_ name: String) -> String { (folder ?? "") + name }
}

extension DesignMatrix {
  /// All elements of a small matrix, row by row.
  var elements: [Double] { (try? dense().elements) ?? [] }
}

extension Dataset {
  /// Data sets written in a test.
  static func arff(_ text: String, labels: LabelSelection? = nil) throws -> Dataset {
    try dataset(arff: ByteFile(path: "test.arff", contents: text.utf8), labels: labels)
  }
}
