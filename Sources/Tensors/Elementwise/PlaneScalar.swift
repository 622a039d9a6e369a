internal import CVectorMath

/// Numbers that planes of images consist of, with the loops over such planes that use the widest
/// vectors of the processor.
///
/// A plane's rows lie one after the other, the zeros around the image included; so a convolution adds
/// the same plane, shifted and weighted. Results of one machine are always the same; with other
/// vectors sums are rounded in another order.
package protocol PlaneScalar {
  /// y[c][p] ← start[c] + Σ_t w[t][c] x[offsets[t] + p], for ``PlaneLayout/tile`` planes c.
  ///
  /// w is terms×tile, start has one number a plane; planes of y are `distance` numbers apart and
  /// `count` long, a multiple of ``PlaneLayout/step``.
  static func correlate(
    _ x: UnsafePointer<Self>, _ offsets: UnsafePointer<Int>, _ w: UnsafePointer<Self>,
    terms: Int, start: UnsafePointer<Self>, into y: UnsafeMutablePointer<Self>, distance: Int,
    count: Int)

  /// sums[t][c] ← sums[t][c] + Σ_i Σ_p g[i][c][p] x[i][offsets[t] + p].
  ///
  /// Images of x and g are `xStep` and `gStep` numbers apart, planes of g `distance`; `terms` is a
  /// multiple of ``PlaneLayout/terms``, `count` of ``PlaneLayout/step``.
  static func addProducts(
    _ x: UnsafePointer<Self>, xStep: Int, _ offsets: UnsafePointer<Int>, terms: Int,
    _ g: UnsafePointer<Self>, gStep: Int, distance: Int, images: Int, count: Int,
    to sums: UnsafeMutablePointer<Self>)

  /// The largest number of each 2×2 square, at least `floor`, and its place in the square: 0 to 3 by
  /// rows, or −1 where none is above `floor`.
  ///
  /// Of equals the first counts; what is no number wins. With `readsBeyond` up to
  /// ``PlaneLayout/step`` numbers beyond a row are read.
  static func poolPairs(
    _ x: UnsafePointer<Self>, stride: Int, readsBeyond: Bool, floor: Self,
    into y: UnsafeMutablePointer<Self>, places: UnsafeMutablePointer<Int32>, rows: Int,
    columns: Int)

  /// Each number to its place in its 2×2 square, 0 to the other places.
  static func unpoolPairs(
    _ g: UnsafePointer<Self>, places: UnsafePointer<Int32>, into x: UnsafeMutablePointer<Self>,
    stride: Int, rows: Int, columns: Int)
}

/// What the loops over planes expect of memory.
package enum PlaneLayout {
  /// Planes that are made at a time.
  package static let tile = Int(PLANE_TILE)
  /// Sums that are made at a time.
  package static let terms = Int(PLANE_TERMS)
  /// Lengths of planes are multiples of it.
  package static let step = Int(PLANE_STEP)
}

extension Float: PlaneScalar {
  private static let planes = plane_math_float().pointee

  package static func correlate(
    _ x: UnsafePointer<Float>, _ offsets: UnsafePointer<Int>, _ w: UnsafePointer<Float>,
    terms: Int, start: UnsafePointer<Float>, into y: UnsafeMutablePointer<Float>, distance: Int,
    count: Int
  ) {
    planes.correlate(x, offsets, w, terms, start, y, distance, count)
  }

  package static func addProducts(
    _ x: UnsafePointer<Float>, xStep: Int, _ offsets: UnsafePointer<Int>, terms: Int,
    _ g: UnsafePointer<Float>, gStep: Int, distance: Int, images: Int, count: Int,
    to sums: UnsafeMutablePointer<Float>
  ) {
    planes.sum_products(x, xStep, offsets, terms, g, gStep, distance, images, count, sums)
  }

  package static func poolPairs(
    _ x: UnsafePointer<Float>, stride: Int, readsBeyond: Bool, floor: Float,
    into y: UnsafeMutablePointer<Float>, places: UnsafeMutablePointer<Int32>, rows: Int,
    columns: Int
  ) {
    planes.pool(x, stride, readsBeyond ? 1 : 0, floor, y, places, rows, columns)
  }

  package static func unpoolPairs(
    _ g: UnsafePointer<Float>, places: UnsafePointer<Int32>, into x: UnsafeMutablePointer<Float>,
    stride: Int, rows: Int, columns: Int
  ) {
    planes.unpool(g, places, x, stride, rows, columns)
  }
}

extension Double: PlaneScalar {
  private static let planes = plane_math_double().pointee

  package static func correlate(
    _ x: UnsafePointer<Double>, _ offsets: UnsafePointer<Int>, _ w: UnsafePointer<Double>,
    terms: Int, start: UnsafePointer<Double>, into y: UnsafeMutablePointer<Double>, distance: Int,
    count: Int
  ) {
    planes.correlate(x, offsets, w, terms, start, y, distance, count)
  }

  package static func addProducts(
    _ x: UnsafePointer<Double>, xStep: Int, _ offsets: UnsafePointer<Int>, terms: Int,
    _ g: UnsafePointer<Double>, gStep: Int, distance: Int, images: Int, count: Int,
    to sums: UnsafeMutablePointer<Double>
  ) {
    planes.sum_products(x, xStep, offsets, terms, g, gStep, distance, images, count, sums)
  }

  package static func poolPairs(
    _ x: UnsafePointer<Double>, stride: Int, readsBeyond: Bool, floor: Double,
    into y: UnsafeMutablePointer<Double>, places: UnsafeMutablePointer<Int32>, rows: Int,
    columns: Int
  ) {
    planes.pool(x, stride, readsBeyond ? 1 : 0, floor, y, places, rows, columns)
  }

  package static func unpoolPairs(
    _ g: UnsafePointer<Double>, places: UnsafePointer<Int32>, into x: UnsafeMutablePointer<Double>,
    stride: Int, rows: Int, columns: Int
  ) {
    planes.unpool(g, places, x, stride, rows, columns)
  }
}
