import Datasets
import Glibc
import Tensors
import Testing

@Suite("Decimal numbers")
struct NumberParserTests {
  private func parse(_ text: String) -> Double? {
    Array(text.utf8).withUnsafeBufferPointer { NumberParser.parse($0) }
  }

  /// Expects what the C library reads, to the last bit.
  private func expectAgreement(_ text: String) {
    #expect(parse(text)?.bitPattern == strtod(text, nil).bitPattern, "\(text)")
  }

  /// The bytes of seeded texts, so many a round, compared with the C library's reading.
  ///
  /// - Returns: the texts that are read otherwise.
  private func disagreements(
    rounds: Int, seed: UInt64, _ make: (inout RandomGenerator) -> String
  ) -> [String] {
    var generator = RandomGenerator(seed: seed)
    var found: [String] = []
    for _ in 0..<rounds {
      let text = make(&generator)
      if parse(text)?.bitPattern != strtod(text, nil).bitPattern { found.append(text) }
    }
    return found
  }

  private func digits(_ count: Int, _ generator: inout RandomGenerator) -> String {
    String(
      decoding: (0..<count).map { _ in UInt8(48 + generator.integer(below: 10)) }, as: UTF8.self)
  }

  @Test(
    "numbers at the edges of the format",
    arguments: [
      "0", "7", ".5", "5.", "1E+5", "0.1", "1e22", "1e23", "9007199254740993",
      "9007199254740991e-22", "9007199254740993e-23", "123456789012345e22", "1e308", "1e309",
      "1.7976931348623157e308", "1.7976931348623158e308", "1.7976931348623159e308",
      "179769313486231580793728971405303415079934132710037826936173778980444968292764750946649017977587207096330286416692887910946555547851940402630657488671505820681908902000708383676273854845817711531764475730270069855571366959622842914819860834936475292719074168444365510704342711559699508093042880",
      "4.9e-324", "2.47e-324", "2.5e-324", "1e-400", "2.2250738585072011e-308",
      "2.2250738585072014e-308", "2.225073858507201136057409796709131975934819546351645648e-308",
      "0.000000000000000000000000000123456789012345", "00000000000000000000000000000000012.5",
      "18446744073709551615", "18446744073709551616", "12345678901234567890123", "1e-342", "1e-343",
      "9999999999999999999e-342", "123456789e-330", "0e99999999999999999999",
      "1e99999999999999999999", "1e-99999999999999999999", "6.02214076e+23",
      "0.500000000000000166533453693773481063544750213623046875",
    ])
  func edges(_ text: String) {
    expectAgreement(text)
    expectAgreement("-" + text)
  }

  @Test("texts of a few digits, a point and an exponent")
  func everyday() {
    let wrong = disagreements(rounds: 300_000, seed: 3) { generator in
      var text = generator.uniform() < 0.5 ? "-" : ""
      text += digits(Int(generator.integer(below: 10)) + 1, &generator)
      if generator.uniform() < 0.8 {
        text += "." + digits(Int(generator.integer(below: 16)), &generator)
      }
      if generator.uniform() < 0.3 { text += "e\(Int(generator.integer(below: 60)) - 30)" }
      return text
    }
    #expect(wrong.isEmpty, "\(wrong.prefix(3))")
  }

  @Test("up to 25 digits with every exponent")
  func everyExponent() {
    let wrong = disagreements(rounds: 300_000, seed: 4) { generator in
      digits(Int(generator.integer(below: 25)) + 1, &generator)
        + "e\(Int(generator.integer(below: 720)) - 380)"
    }
    #expect(wrong.isEmpty, "\(wrong.prefix(3))")
  }

  @Test("doubles of any bit pattern, in 17 digits and as C prints them in full")
  func everyDouble() {
    let wrong = disagreements(rounds: 200_000, seed: 5) { generator in
      let value = Double(bitPattern: generator.next() & ~(1 << 63))
      guard value.isFinite else { return "0" }
      return "\(value)"
    }
    #expect(wrong.isEmpty, "\(wrong.prefix(3))")
  }

  @Test("subnormal numbers")
  func subnormals() {
    let wrong = disagreements(rounds: 100_000, seed: 6) { generator in
      let bits = generator.next() >> (12 + generator.integer(below: 52))
      let value = Double(bitPattern: bits)
      return generator.uniform() < 0.5
        ? "\(value)" : digits(Int(generator.integer(below: 22)) + 1, &generator) + "e-330"
    }
    #expect(wrong.isEmpty, "\(wrong.prefix(3))")
  }

  @Test("halfway between two doubles goes to the even one, a hair more or less does not")
  func halfway() {
    let wrong = disagreements(rounds: 100_000, seed: 7) { generator in
      // An odd number of 54 bits lies halfway; decimals below it break the tie.
      let middle = 1 << 53 | generator.next() >> 11 | 1
      let power = Int(generator.integer(below: 9))
      var scaled = middle
      for _ in 0..<power where scaled.multipliedReportingOverflow(by: 2).overflow == false {
        scaled *= 2
      }
      switch generator.integer(below: 4) {
      case 0: return "\(scaled)"
      case 1: return "\(scaled).000000000000000000000000000000000001"
      case 2: return "\(scaled - 1).99999999999999999999999999999999999"
      default: return "\(scaled)000e-3"
      }
    }
    #expect(wrong.isEmpty, "\(wrong.prefix(3))")
  }

  @Test(
    "what is no decimal number is refused",
    arguments: [
      "", "-", ".", "e5", "1e", "1e+", "0x10", "1.2.3", "1 2", "--1", "1_000", "٣", "1e5.", "+-1",
      "12345678x", "1234567.x", "infinit", "1inf",
    ])
  func noNumber(_ text: String) { #expect(parse(text) == nil) }

  @Test("a sign may stand before a number, and zero keeps it")
  func signs() {
    #expect(parse("+7") == 7)
    #expect(parse("-0")?.sign == .minus)
    expectAgreement("-0.0e5")
  }

  @Test("infinity in any case and with a sign")
  func infinity() {
    #expect(parse("inf") == .infinity)
    #expect(parse("+Infinity") == .infinity)
    #expect(parse("-INF") == -.infinity)
  }
}
