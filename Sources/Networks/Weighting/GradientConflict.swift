/// Whether the tasks' gradients on the parameters they share agree.
package struct GradientConflict: Sendable, Equatable {
  /// ‖g_t‖, by task.
  package var norms: [Double]
  /// g_s · g_t / (‖g_s‖ ‖g_t‖), T×T; 0 where a gradient is 0.
  ///
  /// Below 0 a step for one task raises the loss of the other.
  package var cosines: [[Double]]

  init(products: UnsafePointer<Double>, tasks: Int) {
    let norms = (0..<tasks).map { products[$0 * tasks + $0].squareRoot() }
    self.norms = norms
    cosines = (0..<tasks).map { s in
      (0..<tasks).map { t in
        let scale = norms[s] * norms[t]
        guard scale > 0 else { return 0 }
        return s == t ? 1 : min(1, max(-1, products[s * tasks + t] / scale))
      }
    }
  }

  init(norms: [Double], cosines: [[Double]]) {
    self.norms = norms
    self.cosines = cosines
  }
}
