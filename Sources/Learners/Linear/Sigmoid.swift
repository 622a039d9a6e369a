internal import Glibc

/// `1 / (1 + e^{−z})`, without overflow at either end.
package func sigmoid(_ z: Double) -> Double {
  let e = exp(-abs(z))
  return z >= 0 ? 1 / (1 + e) : e / (1 + e)
}
