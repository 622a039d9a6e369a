internal import Charts
internal import Networks
internal import Runtime

/// The drawing of a network, as wide as there is room for.
struct NetworkDiagramObject: LanguageObject, ValueConvertible {
  static let typeName = "screen"

  let network: Network

  init(_ network: Network) { self.network = network }

  var typeName: String { NetworkDiagramObject.typeName }

  var summary: String { "<diagram of \(network.summary)>" }

  func display(_ options: DisplayOptions) -> String {
    let drawing = DrawingOptions(options)
    return Charts.text(.lines(NetworkDiagram(network).lines(width: drawing.width)), drawing)
  }

  func isEqual(to other: any LanguageObject) -> Bool {
    (other as? NetworkDiagramObject)?.network == network
  }
}

extension NetworkDiagramObject: Drawing {
  func document(_ format: DrawingFormat) throws -> String {
    let picture = TextPicture(
      title: network.summary, lines: NetworkDiagram(network).lines(width: 80))
    switch format {
    case .svg: return picture.svg
    case .html: return picture.html
    case .txt: return display(DisplayOptions()) + "\n"
    case .csv: return try [DataTable]().csv(of: self)
    }
  }
}

extension NetworkDiagramObject: Describable {
  var sentence: String { NetworkObject(network).sentence }
}
