/// Moves values so that those at some ascending places stand where sorting would put them, with no
/// greater ones before and no smaller ones behind each of them.
///
/// Quickselect after Hoare, "Algorithm 65: Find", CACM 4(7), 1961, at several places at once; a range
/// that does not shrink as it should is sorted.
///
/// - Complexity: O(n) on average for a few places, O(n log n) at worst.
func select(_ places: [Int], in values: inout [Double]) {
  values.withUnsafeMutableBufferPointer { values in
    select(places[...], values, 0, values.count - 1)
  }
}

private func select(
  _ places: ArraySlice<Int>, _ values: UnsafeMutableBufferPointer<Double>, _ low: Int, _ high: Int
) {
  var (places, low, high) = (places, low, high)
  var tries = 2 * (Int.bitWidth - max(high - low, 1).leadingZeroBitCount)
  while !places.isEmpty, low < high {
    guard high - low > 32, tries > 0 else {
      var rest = UnsafeMutableBufferPointer(rebasing: values[low...high])
      return rest.sort()
    }
    tries -= 1
    let end = partition(values, low, high)
    let left = places.prefix { $0 <= end }
    let right = places.dropFirst(left.count)
    if right.isEmpty {
      high = end
    } else {
      select(left, values, low, end)
      (low, places) = (end + 1, right)
    }
  }
}

/// Puts what is at most a middle value before what is at least that; gives the end of the first part.
private func partition(
  _ values: UnsafeMutableBufferPointer<Double>, _ low: Int, _ high: Int
) -> Int {
  let middle = low + (high - low) / 2
  if values[middle] < values[low] { values.swapAt(middle, low) }
  if values[high] < values[middle] { values.swapAt(high, middle) }
  if values[middle] < values[low] { values.swapAt(middle, low) }
  let pivot = values[middle]
  var (i, j) = (low - 1, high + 1)
  while true {
    repeat { i += 1 } while values[i] < pivot
    repeat { j -= 1 } while values[j] > pivot
    if i >= j { return j }
    values.swapAt(i, j)
  }
}
