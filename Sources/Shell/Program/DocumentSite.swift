internal import Files
internal import Notebook

/// The files that one export writes: where links between them lead, and the page that lists them.
struct DocumentSite {
  private let conversion: CommandLineArguments.Conversion
  /// What each document becomes, by the path it is read from.
  private let pages: [String: String]
  private var entries: [DocumentIndex.Entry] = []

  init(_ conversion: CommandLineArguments.Conversion) {
    self.conversion = conversion
    guard conversion.format == "html", let format = try? DocumentFormat.named("html") else {
      pages = [:]
      return
    }
    pages = conversion.files.reduce(into: [:]) {
      $0[File.resolved($1)] = conversion.path(for: $1, format)
    }
  }

  /// Where a link of a document leads when what it leads to becomes a page, too.
  func address(of link: String, from file: String) -> String? {
    guard !pages.isEmpty, !link.contains(":"), !link.hasPrefix("/"),
      let page = pages[File.resolved(File.folder(of: file) + link)],
      let own = pages[File.resolved(file)]
    else { return nil }
    return Self.path(to: page, from: File.folder(of: own))
  }

  /// Notes a page that was written.
  mutating func add(_ document: Document, _ path: String) {
    entries.append(DocumentIndex.Entry(document, address: File.name(of: path)))
  }

  /// The page that lists all pages of a folder, unless a document is to be that page.
  var index: (path: String, text: String)? {
    guard let folder = conversion.folder, conversion.format == "html", entries.count > 1 else {
      return nil
    }
    let path = (folder.hasSuffix("/") ? folder : folder + "/") + "index.html"
    guard !pages.values.contains(path) else { return nil }
    return (path, DocumentIndex(entries: entries).text)
  }

  /// A path as it is seen from a folder.
  private static func path(to page: String, from folder: String) -> String {
    let target = File.resolved(page).split(separator: "/")
    let start = File.resolved(folder.isEmpty ? "." : folder).split(separator: "/")
    let shared = zip(target, start).prefix { $0 == $1 }.count
    return (start.dropFirst(shared).map { _ in ".." } + target.dropFirst(shared).map(String.init))
      .joined(separator: "/")
  }
}

extension CommandLineArguments.Conversion {
  /// The file that a document is written to; among the pages of a folder `README.md` becomes its index.
  func path(for file: String, _ format: DocumentFormat) -> String {
    if let out { return out }
    let name = File.name(of: file)
    var stem = name.lastIndex(of: ".").map { String(name[..<$0]) } ?? name
    if folder != nil, format.name == "html", stem == "README" { stem = "index" }
    let place = folder.map { $0.hasSuffix("/") ? $0 : $0 + "/" } ?? File.folder(of: file)
    return place + stem + "." + format.name
  }
}
