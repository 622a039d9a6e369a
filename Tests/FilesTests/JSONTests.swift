import Diagnostics
import Files
import Testing

/// JSON read and written without loss.
struct JSONTests {
  private func value(_ text: String) throws -> JSONValue { try JSONValue(Array(text.utf8)) }

  @Test func `members keep their order, numbers their kind and digits`() throws {
    let text = """
      {"z": 9007199254740993, "a": [0.1, 1e300, -0.0, 5e-324, 1.0], "m": {"b": null, "a": true}}
      """
    #expect(
      try value(text).text(.line).replacing("1e300", with: "1e+300")
        == text.replacing(
          "1e300", with: "1e+300"))
    #expect(try value(text)["z"] == .integer(9_007_199_254_740_993))
    #expect(try value(text)["a"]?.array?[2] == .real(-0.0))
    #expect(try value("9223372036854775807") == .integer(.max))
  }

  @Test func `whole numbers beyond 64 bits become real ones`() throws {
    #expect(
      try value("[123456789012345678901234567890, 2]")
        == .array([.real(1.2345678901234568e29), .real(2)]))
    #expect(try value("[123456789012345678901234567890, 2]").array?[1].integer == 2)
  }

  @Test func `every layout is read as the same value`() throws {
    let whole = try value(
      #"{"list": [1, [2, []], {}], "text": "é \" \\ \n \t \u0001 \u001f 😀 \u0000", "no": false}"#)
    for layout in [JSONLayout.compact, .line, .members, .notebook] {
      #expect(try value(whole.text(layout)) == whole)
    }
    #expect(whole.text(.compact).hasPrefix(#"{"list":[1,[2,[]],{}],"text":"é \" \\ \n"#))
    #expect(whole.text(.members).split(separator: "\n").count == 5)
    let notebook = JSONValue.members([
      "cells": .array([.string("a"), .array([])]), "n": .integer(4),
    ])
    #expect(notebook.text(.notebook) == "{\n \"cells\": [\n  \"a\",\n  []\n ],\n \"n\": 4\n}")
  }

  @Test func `seeded values come back as they were`() throws {
    var random = SeededValues(seed: 7)
    for _ in 0..<300 {
      let whole = random.value(depth: 4)
      #expect(try value(whole.text(.compact)) == whole)
      #expect(try value(whole.text(.notebook)) == whole)
    }
  }

  @Test func `numbers without a form become null`() {
    for number in [Double.nan, .infinity, -.infinity] {
      #expect(JSONValue.number(number) == .null)
      #expect(JSONValue.real(number).text(.line) == "null")
    }
    #expect(JSONValue.number(3) == .integer(3) && JSONValue.number(0x1p60) == .real(0x1p60))
    #expect(JSONValue.number(-0.0).text(.line) == "-0.0")
  }

  @Test func `half a surrogate pair is replaced, a whole one is a character`() throws {
    #expect(
      try value(#"["\ud83d\ude00", "\ud83d", "\\ud83d"]"#)
        == .array([.string("😀"), .string("\u{FFFD}"), .string("\\ud83d")]))
  }

  @Test(arguments: [
    ("{\n \"a\": 1,\n \"b\": ]\n}", 3, "unexpected token"),
    ("", 1, "'[' or '{' expected|end of file|null"),
    ("{\"a\": 1, \"a\": 2}", 1, "duplicate"), ("[1, 2", 1, "expected"), ("[1] 2", 1, "end of file"),
    ("1e999", 1, "overflow"), ("[\"\u{1}\"]", 1, "control character"),
  ])
  func `what is no JSON is refused with line and column`(_ text: String, line: Int, part: String) {
    do {
      _ = try JSONValue.read(Array(text.utf8), name: "a.json")
      Issue.record("\(text) was read")
    } catch let failure as Failure {
      #expect(failure.message.hasPrefix("a.json, line \(line), column "), "\(failure.message)")
      #expect(
        part.split(separator: "|").contains { failure.message.contains($0) }, "\(failure.message)")
    } catch {
      Issue.record("\(error)")
    }
  }

  @Test func `a text cut at every byte is never read as something else`() throws {
    let bytes = Array(#"{"a": [1.5, "é\n"], "b": {"c": true}}"#.utf8)
    for count in 0..<bytes.count {
      #expect(throws: JSONFault.self) { try JSONValue(Array(bytes[..<count])) }
    }
  }

  @Test func `writing stops where it is told to`() {
    struct Stop: Error {}
    let long = JSONValue.array([JSONValue](repeating: .integer(1), count: 100_000))
    var asked = 0
    #expect(throws: Stop.self) {
      _ = try long.text(.line) {
        asked += 1
        if asked == 3 { throw Stop() }
      }
    }
    #expect(asked == 3)
  }
}

/// Values drawn from a seed.
private struct SeededValues {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  private mutating func next(_ count: UInt64) -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return (state >> 33) % count
  }

  mutating func value(depth: Int) -> JSONValue {
    switch next(depth > 0 ? 8 : 6) {
    case 0: return .null
    case 1: return .bool(next(2) == 0)
    case 2: return .integer(Int64(bitPattern: state))
    case 3:
      let number = Double(bitPattern: state &* 0x9E37_79B9_7F4A_7C15)
      return number.isFinite ? .real(number) : .real(0.5)
    case 4, 5: return .string(text())
    case 6: return .array((0..<next(4)).map { _ in value(depth: depth - 1) })
    default:
      return .object(
        (0..<next(4)).map { JSONValue.Member("\($0) \(text())", value(depth: depth - 1)) })
    }
  }

  private mutating func text() -> String {
    let letters: [Unicode.Scalar] = ["a", "\"", "\\", "\n", "\u{1}", "é", "😀", "/", "\u{7F}"]
    var result = String.UnicodeScalarView()
    for _ in 0..<next(6) { result.append(letters[Int(next(UInt64(letters.count)))]) }
    return String(result)
  }
}
