internal import Diagnostics
internal import Files
internal import Glibc

/// GitHub's cmark, which reads Markdown with tables, opened when the first prose is laid out.
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
  private let typeName: @convention(c) (Node) -> UnsafePointer<CChar>?
  private let firstChild: @convention(c) (Node) -> Node?
  private let next: @convention(c) (Node) -> Node?
  private let literal: @convention(c) (Node) -> UnsafePointer<CChar>?
  private let fenceInfo: @convention(c) (Node) -> UnsafePointer<CChar>?
  private let address: @convention(c) (Node) -> UnsafePointer<CChar>?
  private let listType: @convention(c) (Node) -> Int32
  private let listStart: @convention(c) (Node) -> Int32
  private let listTight: @convention(c) (Node) -> Int32
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
    typeName = try library.function("cmark_node_get_type_string")
    firstChild = try library.function("cmark_node_first_child")
    next = try library.function("cmark_node_next")
    literal = try library.function("cmark_node_get_literal")
    fenceInfo = try library.function("cmark_node_get_fence_info")
    address = try library.function("cmark_node_get_url")
    listType = try library.function("cmark_node_get_list_type")
    listStart = try library.function("cmark_node_get_list_start")
    listTight = try library.function("cmark_node_get_list_tight")
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
    let text = reading(markdown) { root -> String? in
      guard let text = render(root, Self.options, nil) else { return nil }
      defer { free(text) }
      return String(cString: text)
    }
    guard let text else { throw Failure(.limit, "there is not enough memory for the page") }
    return text
  }

  /// Markdown taken apart; `nil` when memory runs out.
  func tree(_ markdown: String) -> MarkdownNode? { reading(markdown) { node($0, depth: 0) } }

  /// Does something with the library's tree of a text.
  private func reading<Result>(_ markdown: String, _ body: (Node) -> Result?) -> Result? {
    guard let parser = makeParser(Self.options) else { return nil }
    defer { freeParser(parser) }
    for name in Self.extensions {
      if let found = findExtension(name) { _ = attach(parser, found) }
    }
    var markdown = markdown
    markdown.withUTF8 { bytes in
      bytes.withMemoryRebound(to: CChar.self) { feed(parser, $0.baseAddress, $0.count) }
    }
    guard let root = finish(parser) else { return nil }
    defer { freeNode(root) }
    return body(root)
  }

  // MARK: - The tree

  /// Quotations within quotations end somewhere.
  private static let depthLimit = 40

  private func node(_ node: Node, depth: Int) -> MarkdownNode {
    var children: [MarkdownNode] = []
    var child = depth < Self.depthLimit ? firstChild(node) : nil
    while let one = child {
      children.append(self.node(one, depth: depth + 1))
      child = next(one)
    }
    return MarkdownNode(kind(node), children)
  }

  private func kind(_ node: Node) -> MarkdownNode.Kind {
    let name = Self.text(typeName(node))
    if let kind = Self.kinds[name] { return kind }
    switch name {
    case "list":
      return .list(
        start: listType(node) == 2 ? Int(listStart(node)) : nil, isTight: listTight(node) != 0)
    case "code_block":
      return .code(Self.text(literal(node)), language: Self.text(fenceInfo(node)))
    case "text": return .text(Self.text(literal(node)))
    case "code": return .codeSpan(Self.text(literal(node)))
    case "link": return .link(to: Self.text(address(node)))
    default: return .other
    }
  }

  /// The kinds that are told by their name alone.
  private static let kinds: [String: MarkdownNode.Kind] = [
    "document": .document, "paragraph": .paragraph, "heading": .heading, "block_quote": .quotation,
    "item": .item, "tasklist": .item, "thematic_break": .rule, "table": .table,
    "table_header": .row(isHeader: true), "table_row": .row(isHeader: false), "table_cell": .cell,
    "emph": .emphasis, "strong": .strong, "strikethrough": .struck, "image": .image,
    "softbreak": .softBreak, "linebreak": .lineBreak,
  ]

  private static func text(_ characters: UnsafePointer<CChar>?) -> String {
    characters.map { String(cString: $0) } ?? ""
  }
}
