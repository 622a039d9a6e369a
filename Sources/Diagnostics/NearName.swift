/// The candidates nearest in spelling to a name that was not found, best first.
///
/// Distance is Damerau–Levenshtein on Unicode scalars (optimal string alignment), at most a third
/// of the name's length rounded up; names that differ only in case come first.
///
/// - Complexity: O(candidates · length²).
package func nearNames(
  to name: String, among candidates: some Sequence<String>, limit: Int = 3
)
  -> [String]
{
  let wanted = Array(name.lowercased().unicodeScalars)
  guard !wanted.isEmpty, wanted.count <= 64 else { return [] }
  let bound = max(1, (wanted.count + 2) / 3)
  var found: [(distance: Int, name: String)] = []
  for candidate in Set(candidates) where candidate != name {
    let scalars = Array(candidate.lowercased().unicodeScalars)
    guard abs(scalars.count - wanted.count) <= bound else { continue }
    let distance = alignmentDistance(wanted, scalars)
    if distance <= bound { found.append((distance, candidate)) }
  }
  found.sort { $0.distance != $1.distance ? $0.distance < $1.distance : $0.name < $1.name }
  return found.prefix(limit).map(\.name)
}

private func alignmentDistance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Int {
  var beforeLast = [Int](repeating: 0, count: b.count + 1)
  var last = Array(0...b.count)
  for i in 0..<a.count {
    var row = [i + 1] + [Int](repeating: 0, count: b.count)
    for j in 0..<b.count {
      let cost = a[i] == b[j] ? 0 : 1
      row[j + 1] = min(last[j + 1] + 1, row[j] + 1, last[j] + cost)
      if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
        row[j + 1] = min(row[j + 1], beforeLast[j - 1] + 1)
      }
    }
    (beforeLast, last) = (last, row)
  }
  return last[b.count]
}
