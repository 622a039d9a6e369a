package import Runtime

extension Help {
  /// What a newcomer needs on one screen, and where the rest is.
  static var overview: [Line] {
    [
      Line("Type code and press Enter; ?name explains a function, a word or a term."),
      Line("  x = [1, 2; 3, 4]; x' @ x[0]         ?tensors ?indexing ?operators"),
      Line("  for i in 0:3 { print(i) }           ?control ?functions"),
      Line("  data = make_labels(rows=200)        ?data sets, load_data(\"file\") reads"),
      Line("  train, test = split_data(data, 0.7) ?validation"),
      Line("  m = fit(classifier_chain(logistic()), train)    ?models ?multi-task ?networks"),
      Line("  evaluate(m, test)  predict(m, test) ?measures ?verbs"),
      Line("  plot(0:10)  describe(m)             ?charts ?figures"),
      Line("  :step fit(…)  :tutorial             one stage at a time; lessons"),
      topicList("The language", SyntaxHelp.chapters.map(\.name)),
      topicList("Functions", StandardLibrary.topics.map(\.name)),
      Line(
        "More: ?glossary (terms)  ?commands  ?documents  ?stepper  ?tandem  :why after an error"),
    ]
  }

  private static func topicList(_ title: String, _ names: [String]) -> Line {
    Line("\(title): \(names.joined(separator: ", "))", 2)
  }

  static func lines(of chapter: SyntaxChapter) -> [Line] {
    [Line("\(chapter.name): \(chapter.summary)"), Line("")]
      + textLines(chapter.text, indent: 2) + [Line("")]
      + chapter.topics.map { entry("?" + $0.name, $0.summary) }
  }

  static func lines(of topic: StandardLibrary.Topic) -> [Line] {
    [Line("\(topic.name): \(topic.summary)")] + topic.builtins.map { entry($0.name, $0.summary) }
  }

  static func lines(of topic: SyntaxTopic) -> [Line] {
    topic.forms.map { Line($0, 4) } + [Line("  \(topic.summary)", 2)]
      + details(topic.details) + lines(of: topic.examples)
  }

  static func lines(of builtin: Builtin) -> [Line] {
    var lines = [Line(builtin.signature, 4), Line("  \(builtin.summary)", 2)]
    lines += details(builtin.details)
    if !builtin.parameters.isEmpty { lines.append(Line("")) }
    let width = min(builtin.parameters.map(\.name.count).max() ?? 0, 20)
    for parameter in builtin.parameters {
      let name = padded(parameter.name, width)
      lines.append(Line("  \(name)  \(description(of: parameter))", width + 4))
    }
    lines.append(Line("  gives \(builtin.resultType)", 2))
    lines += ResultFields.lines(for: builtin.name)
    lines += Self.lines(of: builtin.examples)
    let related = SeeAlso.names(for: builtin.name)
    if !related.isEmpty {
      lines += [
        Line(""), Line("  see also \(related.map { "?" + $0 }.joined(separator: "  "))", 4),
      ]
    }
    return lines
  }

  /// What a parameter takes and means: `number: the distance; default 1`.
  package static func description(of parameter: ParameterInfo) -> String {
    var text = "\(parameter.typeName): \(parameter.summary)"
    if let constraint = parameter.constraint { text += " (\(constraint))" }
    if let value = parameter.defaultValue { text += "; default \(value.literal)" }
    return text
  }

  static func lines(of examples: [Example]) -> [Line] {
    examples.flatMap { example in
      [Line("")] + textLines(example.source, indent: 4, prefix: "> ")
        + textLines(example.output).filter { !$0.text.isEmpty }
        + (example.error.map { [Line("  error: \($0)", 4)] } ?? [])
    }
  }

  private static func details(_ text: String) -> [Line] {
    text.isEmpty ? [] : [Line("")] + textLines(text)
  }

  private static func textLines(
    _ text: String, indent: Int = 2, prefix: String = ""
  ) -> [Line] {
    text.split(separator: "\n", omittingEmptySubsequences: false).map {
      $0.isEmpty && prefix.isEmpty ? Line("") : Line("  \(prefix)\($0)", indent)
    }
  }

  static func entry(_ name: String, _ summary: String) -> Line {
    Line("  \(padded(name, 17)) \(summary)", 20)
  }

  static func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }
}
