package import Diagnostics

/// Named numbers and texts in one file that tells when it is damaged.
///
/// Layout, all numbers little-endian: `TANDEM` and two bytes that no text has; the version (4 bytes);
/// the length of the whole file (8); what it holds, a text; the count of sections (4); each section as
/// a name, a byte for its type, a count (8) and its elements; a CRC-32 of everything before it (4).
/// A text is its length (4) and UTF-8. Numbers are kept bit for bit.
package struct Archive: Sendable, Equatable {
  /// The elements of a section.
  package enum Section: Sendable, Equatable {
    case text(String)
    case integers([Int64])
    case floats([Float])
    case doubles([Double])
  }

  /// What the file holds, for people and for checks: `checkpoint`.
  package let content: String
  /// In the order they were added.
  package private(set) var sections: [(name: String, section: Section)] = []

  package init(_ content: String) { self.content = content }

  /// A section by its name; setting one that is there replaces it.
  package subscript(name: String) -> Section? {
    get { sections.first { $0.name == name }?.section }
    set {
      sections.removeAll { $0.name == name }
      if let newValue { sections.append((name, newValue)) }
    }
  }

  package static func == (left: Archive, right: Archive) -> Bool {
    left.content == right.content && left.sections.elementsEqual(right.sections) { $0 == $1 }
  }

  // MARK: - Files

  /// Replaces a file by this archive in one step.
  ///
  /// - Throws: `file` as ``File/write(_:to:)``.
  package func write(to path: String) throws { try File.write(encoded(), to: path) }

  /// Reads an archive that may hold one of `contents`; `check` is as in ``File/read(_:check:)``.
  ///
  /// - Throws: `file` when it cannot be read, is no archive, holds something else or is damaged.
  package static func read(
    _ path: String, holding contents: [String], check: (Int) throws -> Void = { _ in }
  ) throws -> Archive {
    let archive = try Archive(decoding: try File.read(path, check: check), from: path)
    guard contents.contains(archive.content) else {
      throw Failure(
        .file,
        "\(path) holds a \(archive.content), expected a \(contents.joined(separator: " or a "))")
    }
    return archive
  }
}

// MARK: - Sections

extension Archive {
  /// The text of a section that must be there.
  package func text(_ name: String) throws -> String {
    guard case .text(let text)? = self[name] else { throw missing(name, "a text") }
    return text
  }

  /// The whole numbers of a section that must be there.
  package func integers(_ name: String, count: Int? = nil) throws -> [Int64] {
    guard case .integers(let numbers)? = self[name], count ?? numbers.count == numbers.count else {
      throw missing(name, "\(count.map { "\($0) " } ?? "")whole numbers")
    }
    return numbers
  }

  /// The doubles of a section that must be there.
  package func doubles(_ name: String, count: Int? = nil) throws -> [Double] {
    guard case .doubles(let numbers)? = self[name], count ?? numbers.count == numbers.count else {
      throw missing(name, "\(count.map { "\($0) " } ?? "")doubles")
    }
    return numbers
  }

  /// The floats of a section that must be there.
  package func floats(_ name: String, count: Int? = nil) throws -> [Float] {
    guard case .floats(let numbers)? = self[name], count ?? numbers.count == numbers.count else {
      throw missing(name, "\(count.map { "\($0) " } ?? "")floats")
    }
    return numbers
  }

  /// The error for a section that a sound file lacks.
  package func missing(_ name: String, _ expected: String) -> Failure {
    Failure(.file, "the \(content) has no section '\(name)' of \(expected)")
  }
}
