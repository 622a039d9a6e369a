internal import Diagnostics
internal import Glibc
internal import Tensors

/// An activation of a compiled function.
struct Frame {
  /// Where to go on after a call this frame made.
  var resume: UnsafeMutablePointer<Instruction>
  let base: UnsafeMutablePointer<Register>
  /// The running function; the caller keeps it alive.
  let function: UnsafeRawPointer
  /// The caller's register for the result.
  let destination: Int
}

/// Registers, frames and the loop that runs bytecode.
///
/// Registers live in one stack of trivial words reserved at the start and never moved. Registers
/// above the running frame are undefined at all times, so entering a function initialises nothing.
final class VirtualMachine {
  static let maximumRegisters = 1 << 22
  static let maximumFrames = 100_000
  static let maximumNativeDepth = 200

  let registers: UnsafeMutablePointer<Register>
  private let registerBytes: Int
  let frames: UnsafeMutablePointer<Frame>
  /// The number of frames in use.
  var frameCount = 0
  /// The first register that no frame uses.
  var top: UnsafeMutablePointer<Register>
  var nativeDepth = 0
  unowned let host: Interpreter

  init(host: Interpreter) {
    self.host = host
    registerBytes = VirtualMachine.maximumRegisters * MemoryLayout<Register>.stride
    registers = VirtualMachine.reserve(registerBytes).assumingMemoryBound(to: Register.self)
    let frameBytes = VirtualMachine.maximumFrames * MemoryLayout<Frame>.stride
    frames = VirtualMachine.reserve(frameBytes).assumingMemoryBound(to: Frame.self)
    top = registers
  }

  /// Address space that costs memory only where it is touched.
  private static func reserve(_ bytes: Int) -> UnsafeMutableRawPointer {
    let flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE
    if let pages = mmap(nil, bytes, PROT_READ | PROT_WRITE, flags, -1, 0), pages != MAP_FAILED {
      return pages
    }
    return UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 4096)
  }

  deinit {
    munmap(registers, registerBytes)
    munmap(frames, VirtualMachine.maximumFrames * MemoryLayout<Frame>.stride)
  }

  // MARK: - Entering

  /// Runs the code of a cell, whose lowest registers are the top-level variables.
  func runCell(_ function: Function, globalCount: Int) throws(Diagnostic) {
    let target = function.target
    let address = UnsafeRawPointer(Unmanaged.passUnretained(function).toOpaque())
    guard let target else { return }
    // Zeroed memory reads as the number 0: fresh registers have to be made undefined once.
    prepare(upTo: target.registerCount)
    frames[0] = Frame(
      resume: target.instructions, base: registers, function: address, destination: 0)
    frameCount = 1
    top = registers + target.registerCount
    defer {
      clear(registers + globalCount, count: target.registerCount - globalCount)
      frameCount = 0
      top = registers + globalCount
    }
    try withExtendedLifetime(function) { () throws(Diagnostic) in
      try execute(target, from: 0)
    }
  }

  /// Calls a function from Swift, during a builtin or from the shell.
  func call(_ function: Function, _ arguments: [Value]) throws(Diagnostic) -> Value {
    if let builtin = function.builtin {
      return try callBuiltin(builtin, positional: arguments)
    }
    guard let target = function.target, let code = function.code else { return .none }
    guard nativeDepth < VirtualMachine.maximumNativeDepth else {
      throw Diagnostic(
        .limit, "functions that call each other through builtins nest deeper than "
          + "\(VirtualMachine.maximumNativeDepth) levels")
    }
    let window = top
    prepare(from: window, count: arguments.count + 1)
    for (index, argument) in arguments.enumerated() {
      window[index + 1] = Register(argument)
    }
    let oldTop = top
    let oldCount = frameCount
    nativeDepth += 1
    defer {
      nativeDepth -= 1
      clear(window, count: max(arguments.count + 1, 1))
      top = oldTop
    }
    try completeArguments(code, window, given: arguments.count, keywords: [])
    try pushFrame(function, target, base: window + 1, destination: -1, resume: target.instructions)
    try withExtendedLifetime(function) { () throws(Diagnostic) in
      try execute(target, from: oldCount)
    }
    return window[0].take()
  }

  func pushFrame(
    _ function: Function, _ target: CallTarget, base: UnsafeMutablePointer<Register>,
    destination: Int, resume: UnsafeMutablePointer<Instruction>
  ) throws(Diagnostic) {
    let limit = registers + VirtualMachine.maximumRegisters - target.registerCount - 1
    guard frameCount < VirtualMachine.maximumFrames, base < limit else {
      throw VirtualMachine.recursionError
    }
    prepare(from: base, count: target.registerCount)
    frames[frameCount] = Frame(
      resume: resume, base: base,
      function: UnsafeRawPointer(Unmanaged.passUnretained(function).toOpaque()),
      destination: destination)
    frameCount += 1
    top = base + target.registerCount
  }

  static var recursionError: Diagnostic {
    Diagnostic(
      .limit, "calls nest deeper than \(maximumFrames) levels",
      notes: ["does the function stop calling itself?"])
  }

  // MARK: - Registers

  /// The first register that was never touched.
  private var prepared = 0

  private func prepare(upTo count: Int) {
    while prepared < count {
      registers[prepared] = .undefined
      prepared += 1
    }
  }

  /// Makes sure that registers never used before are undefined rather than zero.
  func prepare(from base: UnsafeMutablePointer<Register>, count: Int) {
    let end = base - registers + count
    if end > prepared { prepare(upTo: min(max(end, prepared * 2), VirtualMachine.maximumRegisters)) }
  }

  /// The end of the registers that are known to be undefined when unused.
  var preparedEnd: UnsafeMutablePointer<Register> { registers + prepared }

  /// Releases and undefines registers.
  @inline(__always)
  func clear(_ first: UnsafeMutablePointer<Register>, count: Int) {
    var register = first
    let end = first + count
    while register < end {
      register.pointee.release()
      register.pointee = .undefined
      register += 1
    }
  }

  @inline(__always)
  func set(_ register: UnsafeMutablePointer<Register>, _ value: Value) {
    let old = register.pointee
    register.pointee = Register(value)
    old.release()
  }
}
