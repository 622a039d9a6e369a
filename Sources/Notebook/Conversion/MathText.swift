internal import Charts

/// Formulas in TeX as text that a browser shows by itself.
///
/// Letters become italics, what stands below or above `<sub>` and `<sup>`, signs the characters that
/// Unicode has for them. What it does not know is left as it was written, as code.
struct MathText {
  private var rest: Substring
  private var isKnown = true

  private init(_ text: String) { rest = Substring(text) }

  /// A formula as HTML.
  static func html(_ formula: String) -> String {
    var text = MathText(formula)
    let html = text.sequence(until: nil)
    guard text.isKnown, text.rest.isEmpty else {
      return "<code>\(HTMLPage.escaped(formula))</code>"
    }
    return "<span class=\"math\">\(html)</span>"
  }

  // MARK: - Reading

  /// Everything up to a closing brace, or to the end.
  private mutating func sequence(until end: Character?, depth: Int = 0) -> String {
    var html = ""
    while isKnown, let character = rest.first {
      if character == end {
        rest.removeFirst()
        return html
      }
      html += piece(depth)
    }
    if end != nil { isKnown = false }
    return html
  }

  /// One letter, number, sign, command or group.
  private mutating func piece(_ depth: Int) -> String {
    guard depth < 40, let character = rest.popFirst() else {
      isKnown = false
      return ""
    }
    switch character {
    case "\\": return command(depth)
    case "{": return sequence(until: "}", depth: depth + 1)
    case "}":
      isKnown = false
      return ""
    case "_": return "<sub>\(argument(depth))</sub>"
    case "^": return "<sup>\(argument(depth))</sup>"
    case "&", "~": return " "
    case "-": return "−"
    case "'": return "′"
    case "*": return "∗"
    case _ where character.isLetter: return "<i>\(character)</i>"
    default: return HTMLPage.escaped(String(character))
    }
  }

  /// What a sub- or superscript or a command applies to.
  private mutating func argument(_ depth: Int) -> String {
    rest = rest.drop { $0 == " " }
    return piece(depth + 1)
  }

  /// The text between braces as it stands.
  private mutating func words() -> String? {
    rest = rest.drop { $0 == " " }
    guard rest.first == "{", let end = rest.firstIndex(of: "}") else { return nil }
    defer { rest = rest[rest.index(after: end)...] }
    return String(rest[rest.index(after: rest.startIndex)..<end])
  }

  private mutating func command(_ depth: Int) -> String {
    let name = rest.prefix { $0.isLetter && $0.isASCII }
    guard !name.isEmpty else {
      guard let character = rest.popFirst() else {
        isKnown = false
        return ""
      }
      return Self.spaces[character] ?? HTMLPage.escaped(String(character))
    }
    rest = rest[name.endIndex...].drop { $0 == " " }
    let word = String(name)
    if let sign = Self.signs[word] { return sign }
    if Self.functions.contains(word) { return word }
    if let mark = Self.accents[word] { return accented(argument(depth), mark) }
    switch word {
    case "left", "right", "big", "Big", "bigl", "bigr", "displaystyle", "limits": return ""
    case "frac", "dfrac", "tfrac":
      let top = argument(depth)
      return "\(bracketed(top))/\(bracketed(argument(depth)))"
    case "sqrt": return "√\(bracketed(argument(depth)))"
    case "text", "mathrm", "operatorname", "textrm", "mathtt", "mathsf":
      return words().map { HTMLPage.escaped($0) } ?? unknown()
    case "mathbf", "boldsymbol", "textbf", "bm": return "<b>\(argument(depth))</b>"
    case "mathbb":
      return words().flatMap { Self.outlined[$0] } ?? unknown()
    case "mathcal", "mathit": return argument(depth)
    default: return unknown()
    }
  }

  private mutating func unknown() -> String {
    isKnown = false
    return ""
  }

  /// A part of a fraction or root, in brackets unless it is a single sign.
  private func bracketed(_ html: String) -> String {
    var isTag = false
    let shown = html.filter { character in
      if character == "<" { isTag = true }
      defer { if character == ">" { isTag = false } }
      return !isTag && character != " "
    }
    let isSingle = shown.count <= 1 || shown.allSatisfy { $0.isNumber || $0 == "." }
    return isSingle ? html : "(\(html))"
  }

  /// A letter with a mark above it.
  private func accented(_ html: String, _ mark: Unicode.Scalar) -> String {
    guard html.hasPrefix("<i>"), html.hasSuffix("</i>"), html.dropFirst(3).dropLast(4).count == 1
    else { return html }
    return String(html.dropLast(4)) + String(mark) + "</i>"
  }

  // MARK: - Tables

  private static let spaces: [Character: String] = [
    ",": "\u{2009}", ";": " ", ":": " ", " ": " ", "!": "", "\\": "<br>", "|": "‖",
  ]

  private static let accents: [String: Unicode.Scalar] = [
    "hat": "\u{302}", "widehat": "\u{302}", "bar": "\u{304}", "overline": "\u{304}",
    "tilde": "\u{303}", "widetilde": "\u{303}", "vec": "\u{20D7}", "dot": "\u{307}",
    "ddot": "\u{308}",
  ]

  private static let functions: Set<String> = [
    "exp", "log", "ln", "sin", "cos", "tan", "tanh", "max", "min", "sup", "inf", "lim", "arg",
    "argmax", "argmin", "det", "dim", "tr", "rank", "diag", "sign", "softmax", "Pr", "mod",
  ]

  private static let outlined = [
    "R": "ℝ", "N": "ℕ", "Z": "ℤ", "Q": "ℚ", "C": "ℂ", "E": "𝔼", "P": "ℙ", "1": "𝟙",
  ]

  private static let signs = [
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ϵ", "varepsilon": "ε",
    "zeta": "ζ", "eta": "η", "theta": "θ", "vartheta": "ϑ", "iota": "ι", "kappa": "κ",
    "lambda": "λ", "mu": "μ", "nu": "ν", "xi": "ξ", "pi": "π", "rho": "ρ", "sigma": "σ",
    "tau": "τ", "upsilon": "υ", "phi": "ϕ", "varphi": "φ", "chi": "χ", "psi": "ψ", "omega": "ω",
    "Gamma": "Γ", "Delta": "Δ", "Theta": "Θ", "Lambda": "Λ", "Xi": "Ξ", "Pi": "Π", "Sigma": "Σ",
    "Phi": "Φ", "Psi": "Ψ", "Omega": "Ω", "ell": "ℓ", "le": "≤", "leq": "≤", "ge": "≥", "geq": "≥",
    "ne": "≠", "neq": "≠", "approx": "≈", "sim": "∼", "equiv": "≡", "propto": "∝", "ll": "≪",
    "gg": "≫", "times": "×", "cdot": "·", "cdots": "⋯", "dots": "…", "ldots": "…", "pm": "±",
    "mp": "∓", "div": "÷", "ast": "∗", "circ": "∘", "odot": "⊙", "oplus": "⊕", "otimes": "⊗",
    "sum": "∑", "prod": "∏", "int": "∫", "partial": "∂", "nabla": "∇", "infty": "∞", "in": "∈",
    "notin": "∉", "subset": "⊂", "subseteq": "⊆", "cup": "∪", "cap": "∩", "emptyset": "∅",
    "setminus": "∖", "forall": "∀", "exists": "∃", "neg": "¬", "land": "∧", "lor": "∨",
    "wedge": "∧", "vee": "∨", "to": "→", "rightarrow": "→", "leftarrow": "←", "mapsto": "↦",
    "Rightarrow": "⇒", "Leftarrow": "⇐", "iff": "⇔", "Leftrightarrow": "⇔", "mid": "|",
    "vert": "|", "Vert": "‖", "lVert": "‖", "rVert": "‖", "lvert": "|", "rvert": "|",
    "langle": "⟨", "rangle": "⟩", "lfloor": "⌊", "rfloor": "⌋", "lceil": "⌈", "rceil": "⌉",
    "top": "⊤", "bot": "⊥", "perp": "⊥", "star": "⋆", "prime": "′", "quad": " ", "qquad": "  ",
    "colon": ":", "lbrace": "{", "rbrace": "}",
  ]
}
