import Diagnostics
import Runtime
import StandardLibrary
import Testing

/// Whatever a person asks for is found: a term, an option, a word of a description.
@Suite("Help that finds things")
struct HelpSearchTests {
  private static func page(_ name: String) -> String {
    ((try? Help.page(name)) ?? []).map(\.text).joined(separator: "\n")
  }

  @Test(
    "terms of the field and words of options have a page",
    arguments: [
      ("pcgrad", "gradients of two tasks"), ("uncertainty", "noise"), ("embeddings", "vector"),
      ("experts", "MMoE"), ("parameters", "training sets"), ("net", "head"), ("functions", "fn"),
      ("loss", "training makes small"), ("overfitting", "training rows"),
      ("multi-label", "any number of labels"), ("multi label", "any number of labels"),
      ("hamming loss", "[y_ic ≠ ŷ_ic]"), ("gate", "softmax"), ("Gates", "softmax"),
      ("cross stitch", "Misra"), ("rakel", "random"), ("shrinkage", "max(|w| − λ, 0)"),
      ("l2,1 norm", "row norms"), ("lambda", "optima under many λ"),
    ])
  func termsAreFound(word: String, part: String) {
    #expect(Self.page(word).contains(part), "?\(word): \(Self.page(word))")
  }

  @Test(
    "a word without a page lists the functions that mention it, options first",
    arguments: [
      ("bagging", "?chain_ensemble"), ("epochs", "?fit"), ("width", "?predict"),
      ("eigenvalues", "?eig"), ("delimiter", ""), ("checkpoint", "?fit"),
    ])
  func searchFindsFunctions(word: String, name: String) {
    if name.isEmpty {
      #expect(throws: (any Error).self) { try Help.page(word) }
    } else {
      #expect(Self.page(word).contains(name), "?\(word): \(Self.page(word))")
    }
  }

  @Test("an option's own name stands before a mention in the details")
  func ranking() throws {
    let lines = try Help.page("bagging").map(\.text)
    #expect(lines.first == "bagging is found in")
    #expect(lines[1].contains("?chain_ensemble") && lines[1].contains("bagging=:"))
  }

  @Test("every option name and every choice finds the function that takes it")
  func everyOptionIsFound() {
    for builtin in StandardLibrary.builtins {
      for parameter in builtin.parameters where parameter.name.count > 5 {
        #expect((try? Help.page(parameter.name)) != nil, "?\(parameter.name)")
      }
    }
  }

  @Test("what nobody mentions proposes near names")
  func nothingFound() {
    #expect(throws: Failure.self) { try Help.page("qwertz") }
    #expect(throws: Failure.self) { try Help.page("fitt") }
  }

  @Test("the glossary names functions and lessons that exist, in two sentences or so")
  func glossary() {
    #expect(Glossary.terms.count >= 60)
    let names = Glossary.terms.flatMap { [$0.name] + $0.spellings }
    #expect(Set(names).count == names.count)
    for term in Glossary.terms {
      for topic in term.topics {
        #expect((try? Help.page(topic))?.first?.text.hasSuffix("is found in") == false, "\(topic)")
      }
      #expect(term.text.hasSuffix("."), "\(term.name)")
      #expect(term.text.count < 320, "\(term.name)")
      for name in [term.name] + term.spellings { #expect((try? Help.page(name)) != nil, "\(name)") }
    }
  }

  @Test("the overview is one screen of 80 by 22, and names every topic")
  func overview() throws {
    let lines = try Help.page("")
    let text = TextFolding.folded(lines, width: 80)
    #expect(
      text.split(separator: "\n", omittingEmptySubsequences: false).count - 1 <= 22, "\(text)")
    let words = text.split { $0 == " " || $0 == "\n" }.joined(separator: " ")
    for topic in StandardLibrary.topics { #expect(words.contains(topic.name), "\(topic.name)") }
    for chapter in SyntaxHelp.chapters { #expect(words.contains(chapter.name), "\(chapter.name)") }
  }
}
