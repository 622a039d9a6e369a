internal import Diagnostics

/// An object that also stands where a record is expected: its fields by name.
package protocol RecordReadable: LanguageObject {
  /// All fields, in the order of ``LanguageObject/fieldNames``.
  var record: Record { get }
}

extension RecordReadable {
  package var positionNames: [String] { fieldNames }

  /// A field by its name in brackets, as of a record.
  ///
  /// - Throws: `index` for a name that it does not have, or for another kind of position.
  package func indexed(by parts: [IndexValue]) throws -> Value {
    guard parts.count == 1, case .value(.string(let box))? = parts.first else {
      throw Failure(.index, "\(described) takes the name of a field in brackets")
    }
    guard let value = try field(box.text) else {
      throw Failure(
        .index, "\(described) has no field '\(box.text)'",
        notes: nearNames(to: box.text, among: fieldNames, limit: 1).map { "did you mean '\($0)'?" })
    }
    return value
  }
}
