internal import Synchronization
internal import Tensors

/// What can be seen of a running cell from outside.
extension VirtualMachine {
  /// The builtin at work, by its address; 0 when none is.
  private static let builtinAtWork = Atomic<UInt>(0)
  /// Counts the calls of builtins.
  private static let callCount = Atomic<UInt>(0)

  /// Notes the builtin at work; returns the one before, which goes on when this one has ended.
  @inline(__always)
  static func begin(_ builtin: Builtin) -> UInt {
    let address = UInt(bitPattern: Unmanaged.passUnretained(builtin).toOpaque())
    let outer = builtinAtWork.load(ordering: .relaxed)
    builtinAtWork.store(address, ordering: .relaxed)
    // Only the thread of the machine writes.
    callCount.store(callCount.load(ordering: .relaxed) &+ 1, ordering: .relaxed)
    return outer
  }

  /// Notes that the builtin has ended.
  @inline(__always)
  static func end(backTo outer: UInt) { builtinAtWork.store(outer, ordering: .relaxed) }

  /// What others may ask while the cell runs.
  var probe: ProgressProbe {
    let machine = RunningMachine(machine: self)
    return ProgressProbe(
      loop: { machine.machine.cellLoop },
      call: {
        // A builtin lives as long as the interpreter that runs the cell.
        let number = VirtualMachine.callCount.load(ordering: .relaxed)
        let address = VirtualMachine.builtinAtWork.load(ordering: .relaxed)
        return UnsafeRawPointer(bitPattern: address).map {
          (number, Unmanaged<Builtin>.fromOpaque($0)._withUnsafeGuaranteedRef { $0.name })
        }
      })
  }

  /// The outermost loop that the cell is in, and how far it is.
  private var cellLoop: ProgressLoop? {
    guard frame > frames else { return nil }
    let bottom = frames[1]
    let function = Unmanaged<Function>.fromOpaque(bottom.function).takeUnretainedValue()
    guard let code = function.code, let first = code.instructions.baseAddress else { return nil }
    // The instruction at work stands before the one to go on with.
    let position = bottom.resume - first - 1
    guard let loop = code.loops.first(where: { $0.instructions.contains(position) }) else {
      return nil
    }
    let hidden = bottom.base + loop.hidden
    guard hidden[1].isNumber, !loop.isRange || hidden[0].isNumber else { return nil }
    let done = Int(exactly: loop.isRange ? hidden[0].number : max(hidden[1].number - 1, 0))
    let total =
      loop.isRange ? Int(exactly: hidden[1].number) : VirtualMachine.elementCount(hidden[0].value)
    guard let done, let total, total > 0 else { return nil }
    return ProgressLoop(loop.title, done: min(done, total), total: total)
  }

  /// How many elements a loop over a value has.
  private static func elementCount(_ value: Value) -> Int? {
    switch value {
    case .list(let box): box.elements.count
    case .record(let box): box.record.count
    case .tensor(let tensor): tensor.rank > 0 ? tensor.shape[0] : nil
    case .object(let box): (box.object as? any OperandObject)?.elementCount
    case .string(let box): box.text.count
    default: nil
    }
  }
}

/// A machine, asked while it runs and on its own thread alone.
private struct RunningMachine: @unchecked Sendable {
  unowned(unsafe) let machine: VirtualMachine
}
