import Glibc

/// A colour in the numbers of a screen, 0…255.
struct ScreenColor: Sendable, Equatable {
  let red: Double
  let green: Double
  let blue: Double

  init(_ red: Double, _ green: Double, _ blue: Double) {
    (self.red, self.green, self.blue) = (red, green, blue)
  }

  /// One of xterm's 256: a cube of six levels behind the first sixteen, then greys.
  init(index: Int) {
    let levels = [0.0, 95, 135, 175, 215, 255]
    if index >= 232 {
      let grey = Double(8 + 10 * (index - 232))
      self.init(grey, grey, grey)
    } else {
      let place = max(index - 16, 0)
      self.init(levels[place / 36 % 6], levels[place / 6 % 6], levels[place % 6])
    }
  }

  /// Linear light of the three parts.
  var linear: [Double] {
    [red, green, blue].map { part in
      let share = part / 255
      return share <= 0.04045 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4)
    }
  }

  /// The contrast of WCAG 2 to another colour, 1…21.
  func contrast(to other: ScreenColor) -> Double {
    func luminance(_ color: ScreenColor) -> Double {
      zip(color.linear, [0.2126, 0.7152, 0.0722]).reduce(0) { $0 + $1.0 * $1.1 }
    }
    let (a, b) = (luminance(self) + 0.05, luminance(other) + 0.05)
    return max(a, b) / min(a, b)
  }
}

/// Kinds of colour vision, by the matrices for linear light of Machado, Oliveira, Fernandes, "A
/// Physiologically-based Model for Simulation of Color Vision Deficiency", 2009.
enum ColorVision: CaseIterable {
  case normal, protan, deutan

  private var matrix: [[Double]] {
    switch self {
    case .normal: [[1, 0, 0], [0, 1, 0], [0, 0, 1]]
    case .protan:
      [
        [0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
      ]
    case .deutan:
      [
        [0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
      ]
    }
  }

  /// CIE L*a*b* of a colour as this vision sees it, for the light D65.
  func lab(_ color: ScreenColor) -> (l: Double, a: Double, b: Double) {
    func times(_ rows: [[Double]], _ vector: [Double]) -> [Double] {
      rows.map { zip($0, vector).reduce(0) { $0 + $1.0 * $1.1 } }
    }
    let seen = times(matrix, color.linear).map { min(1, max(0, $0)) }
    let xyz = times(
      [
        [0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750],
        [0.0193339, 0.1191920, 0.9503041],
      ], seen)
    let f = zip(xyz, [0.95047, 1, 1.08883]).map { value, white -> Double in
      let share = value / white
      return share > 216.0 / 24389 ? cbrt(share) : (24389.0 / 27 * share + 16) / 116
    }
    return (116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2]))
  }
}

/// The difference CIEDE2000 of two colours (Sharma, Wu, Dalal, "The CIEDE2000 Color-Difference
/// Formula", 2005).
func colorDifference(
  _ p: (l: Double, a: Double, b: Double), _ q: (l: Double, a: Double, b: Double)
) -> Double {
  func root(_ c: Double) -> Double { sqrt(pow(c, 7) / (pow(c, 7) + pow(25, 7))) }
  func cosine(_ degrees: Double) -> Double { cos(degrees * .pi / 180) }
  let grey = 0.5 * (1 - root((hypot(p.a, p.b) + hypot(q.a, q.b)) / 2))
  let (a1, a2) = ((1 + grey) * p.a, (1 + grey) * q.a)
  let (c1, c2) = (hypot(a1, p.b), hypot(a2, q.b))
  func hue(_ b: Double, _ a: Double) -> Double {
    let angle = atan2(b, a) * 180 / .pi
    return angle < 0 ? angle + 360 : angle
  }
  let (h1, h2) = (hue(p.b, a1), hue(q.b, a2))
  let isGrey = c1 * c2 == 0
  var turn = isGrey ? 0 : h2 - h1
  if turn > 180 { turn -= 360 } else if turn < -180 { turn += 360 }
  var mean = h1 + h2
  if !isGrey {
    mean = abs(h1 - h2) <= 180 ? mean / 2 : mean < 360 ? (mean + 360) / 2 : (mean - 360) / 2
  }
  let (lightness, chroma) = ((p.l + q.l) / 2, (c1 + c2) / 2)
  let t =
    1 - 0.17 * cosine(mean - 30) + 0.24 * cosine(2 * mean) + 0.32 * cosine(3 * mean + 6)
    - 0.2 * cosine(4 * mean - 63)
  let square = (lightness - 50) * (lightness - 50)
  let dl = (q.l - p.l) / (1 + 0.015 * square / sqrt(20 + square))
  let dc = (c2 - c1) / (1 + 0.045 * chroma)
  let dh = 2 * sqrt(c1 * c2) * sin(turn / 2 * .pi / 180) / (1 + 0.015 * chroma * t)
  let bend = exp(-pow((mean - 275) / 25, 2))
  let rotation = -sin(60 * bend * .pi / 180) * 2 * root(chroma)
  return sqrt(dl * dl + dc * dc + dh * dh + rotation * dc * dh)
}
