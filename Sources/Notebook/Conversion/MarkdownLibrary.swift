internal import Diagnostics
internal import Files
internal import Glibc

/// GitHub's cmark, which turns Markdown with tables into HTML, opened when the first page is made.
///
/// It is not linked, as programs that never use it start faster. Raw HTML and links that could run
/// something are left out.
///
/// J. MacFarlane et al., *CommonMark Spec*, version 0.29, 2019; *GitHub Flavored Markdown Spec*.
struct MarkdownLibrary: @unchecked Sendable {
  private typealias Node = UnsafeMutableRawPointer

  private let register: @convention(c) () -> Void
  private let findExtension: @convention(c) (UnsafePointer<CChar>) -> Node?
  private let makeParser: @convention(c) (Int32) -> Node?
  private let attach: @convention(c) (Node, Node) -> Int32
  private let feed: @convention(c) (Node, UnsafePointer<CChar>?, Int) -> Void
  private let finish: @convention(c) (Node) -> Node?
  private let render: @convention(c) (Node, Int32, Node?) -> UnsafeMutablePointer<CChar>?
  private let freeNode: @convention(c) (Node) -> Void
  private let freeParser: @convention(c) (Node) -> Void

  private static let opened = Result { () throws(Failure) in try MarkdownLibrary() }

  /// The library, opened at first use.
  ///
  /// - Throws: `limit` naming the package to install.
  static var shared: MarkdownLibrary {
    get throws { try opened.get() }
  }

  private init() throws(Failure) {
    let library = try SharedLibrary(
      anyOf: ["libcmark-gfm-extensions.so", "libcmark-gfm-extensions.so.0.29.0.gfm.6"],
      called: "the Markdown library cmark-gfm", package: "libcmark-gfm-extensions-dev")
    register = try library.function("cmark_gfm_core_extensions_ensure_registered")
    findExtension = try library.function("cmark_find_syntax_extension")
    makeParser = try library.function("cmark_parser_new")
    attach = try library.function("cmark_parser_attach_syntax_extension")
    feed = try library.function("cmark_parser_feed")
    finish = try library.function("cmark_parser_finish")
    render = try library.function("cmark_render_html")
    freeNode = try library.function("cmark_node_free")
    freeParser = try library.function("cmark_parser_free")
    register()
  }

  private static let extensions = ["table", "strikethrough", "tasklist"]
  /// Typographic signs are left as they are written, and the first word of a fence is its language.
  private static let options: Int32 = 0

  /// Markdown as HTML.
  ///
  /// - Throws: `limit` when memory runs out.
  func html(_ markdown: String) throws(Failure) -> String {
    let none = Failure(.limit, "there is not enough memory for the page")
    guard let parser = makeParser(Self.options) else { throw none }
    defer { freeParser(parser) }
    for name in Self.extensions {
      if let found = findExtension(name) { _ = attach(parser, found) }
    }
    var markdown = markdown
    markdown.withUTF8 { bytes in
      bytes.withMemoryRebound(to: CChar.self) { feed(parser, $0.baseAddress, $0.count) }
    }
    guard let root = finish(parser) else { throw none }
    defer { freeNode(root) }
    guard let text = render(root, Self.options, nil) else { throw none }
    defer { free(text) }
    return String(cString: text)
  }
}
