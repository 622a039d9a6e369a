package import Datasets

/// One task of a network: a name and what its scores mean.
package struct Head: Sendable, Hashable {
  package let name: String
  package let kind: HeadKind

  package init(_ name: String, _ kind: HeadKind) {
    self.name = name
    self.kind = kind
  }
}
