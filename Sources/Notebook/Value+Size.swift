package import Runtime
internal import Tensors

extension Value {
  /// What a data set or model is taken to hold; it does not tell.
  private static let objectBytes = 4 << 20

  /// Roughly the bytes the value holds; parts that occur twice count once.
  package var byteEstimate: Int { Value.byteEstimate(of: [self]) }

  /// Roughly the bytes that several values hold together, and others do not.
  package static func byteEstimate(of values: [Value], besides others: [Value] = []) -> Int {
    var seen: Set<ObjectIdentifier> = []
    _ = byteEstimate(of: others, &seen)
    return byteEstimate(of: values, &seen)
  }

  private static func byteEstimate(of values: [Value], _ seen: inout Set<ObjectIdentifier>) -> Int {
    var pending = values
    var bytes = 0
    while let value = pending.popLast() {
      bytes += MemoryLayout<Value>.stride
      if let memory = value.memory, !seen.insert(memory).inserted { continue }
      switch value {
      case .tensor(let tensor): bytes += tensor.count * MemoryLayout<Double>.stride
      case .string(let box): bytes += box.byteCount
      case .object: bytes += objectBytes
      case .list(let box): pending += box.elements
      case .record(let box): pending += box.record.values
      case .none, .bool, .number, .function: break
      }
    }
    return bytes
  }
}
