/// A chart as a description: data and options, drawn as text or SVG by a drawer.
package struct Chart: Sendable {
  package init() {}
  var fillsWidth: Bool { true }
}
