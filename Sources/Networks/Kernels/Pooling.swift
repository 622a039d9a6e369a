internal import Tensors

/// The largest numbers of the k×k squares of a plane, which do not overlap; what is left at the right
/// and at the bottom belongs to none.
struct Pooling: Sendable {
  let size: Int
  /// Of the result.
  let rows: Int
  let columns: Int

  var count: Int { rows * columns }

  /// The largest numbers, at least `floor`, and their places in their squares.
  ///
  /// Places count by rows; −1 where none is above `floor`. The first of equals counts, and what is no
  /// number wins. With `readsBeyond` a step of numbers beyond a row may be read.
  func forward<S: NetworkScalar>(
    _ x: UnsafePointer<S>, stride: Int, floor: S, readsBeyond: Bool = false,
    into y: UnsafeMutablePointer<S>, places: UnsafeMutablePointer<Int32>
  ) {
    guard size != 2 else {
      return S.poolPairs(
        x, stride: stride, readsBeyond: readsBeyond, floor: floor, into: y, places: places,
        rows: rows, columns: columns)
    }
    for i in 0..<rows {
      for j in 0..<columns {
        let square = x + i * size * stride + j * size
        var (best, place) = (square[0], 0)
        for k in 1..<max(size * size, 1) {
          let next = square[k / size * stride + k % size]
          if next > best || next.isNaN { (best, place) = (next, k) }
        }
        y[i * columns + j] = best <= floor ? floor : best
        places[i * columns + j] = best <= floor ? -1 : Int32(truncatingIfNeeded: place)
      }
    }
  }

  /// Each number to its place; the other places of the squares are 0 or stay so.
  ///
  /// What belongs to no square is left as it is.
  func backward<S: NetworkScalar>(
    _ g: UnsafePointer<S>, places: UnsafePointer<Int32>, into x: UnsafeMutablePointer<S>,
    stride: Int
  ) {
    guard size != 2 else {
      return S.unpoolPairs(
        g, places: places, into: x, stride: stride, rows: rows, columns: columns)
    }
    for i in 0..<rows * size { (x + i * stride).update(repeating: 0, count: columns * size) }
    add(g, places: places, to: x, stride: stride)
  }

  /// Each number is added to what is in its place.
  func add<S: NetworkScalar>(
    _ g: UnsafePointer<S>, places: UnsafePointer<Int32>, to x: UnsafeMutablePointer<S>, stride: Int
  ) {
    for i in 0..<rows {
      for j in 0..<columns {
        let place = Int(places[i * columns + j])
        guard place >= 0 else { continue }
        x[(i * size + place / size) * stride + j * size + place % size] += g[i * columns + j]
      }
    }
  }
}
