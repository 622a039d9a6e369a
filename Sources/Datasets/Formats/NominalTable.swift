/// The declared values of a nominal column, found by their bytes.
struct NominalTable: Sendable {
  /// The values in the order of their codes.
  private(set) var values: [String] = []
  /// The code of the value that was declared first: what a sparse row leaves out.
  private(set) var firstCode = 0.0
  /// Codes of values of one byte; NaN where there is none.
  private var singles = [Double](repeating: .nan, count: 256)
  private var spellings = SpellingTable()
  private var codes: [Double] = []

  /// A table of values in declared order.
  ///
  /// Codes are 0, 1, … in that order, but `0` and `1` alone always mean 0 and 1. The values of a
  /// label are numbers where they spell whole numbers, and 0 and 1 for no and yes.
  init(declared: [some Collection<UInt8>], isLabel: Bool = false) {
    for spelling in declared {
      _ = Array(spelling).withUnsafeBufferPointer { spellings.insert($0) }
    }
    let texts = spellings.spellings.map { ByteFile.text($0) }
    if texts.count == 2, texts.sorted() == ["0", "1"] {
      codes = texts.map { $0 == "1" ? 1 : 0 }
      values = ["0", "1"]
    } else {
      codes = (0..<texts.count).map(Double.init)
      values = texts
      if isLabel { codes = NominalTable.labelCodes(texts) ?? codes }
    }
    firstCode = codes.first ?? 0
    for (spelling, code) in zip(spellings.spellings, codes) where spelling.count == 1 {
      if let byte = spelling.first { singles[Int(byte)] = code }
    }
  }

  private static func labelCodes(_ texts: [String]) -> [Double]? {
    let numbers = texts.compactMap { text in Int(text).flatMap { abs($0) < 1 << 53 ? $0 : nil } }
    if numbers.count == texts.count { return numbers.map(Double.init) }
    guard texts.count == 2 else { return nil }
    let yes = ["true", "yes", "t", "y", "1", "positive"]
    let no = ["false", "no", "f", "n", "0", "negative"]
    let answers = texts.compactMap { text -> Double? in
      yes.contains(text.lowercased()) ? 1 : no.contains(text.lowercased()) ? 0 : nil
    }
    return answers.sorted() == [0, 1] ? answers : nil
  }

  /// The code of a value, or `nil` when it was not declared.
  func code(_ bytes: UnsafeBufferPointer<UInt8>) -> Double? {
    if bytes.count == 1 {
      let code = singles[Int(bytes[0])]
      return code.isNaN ? nil : code
    }
    return spellings.position(of: bytes).map { codes[$0] }
  }
}
