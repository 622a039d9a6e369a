internal import Diagnostics
internal import Glibc
internal import Tensors

/// An activation of a compiled function.
struct Frame {
  /// Where to go on after a call this frame made.
  var resume: UnsafeMutablePointer<Instruction>
  var base: UnsafeMutablePointer<Register>
  var constants: UnsafeMutablePointer<Register>
  /// The running function; the caller keeps it alive.
  var function: UnsafeRawPointer
  var registerCount: Int32
  /// The caller's register for the result; negative when Swift called.
  var destination: Int32
  /// How many objects registers had taken when the frame began; -1 when an argument is one.
  ///
  /// A frame that ends with the same count holds no objects and need not be cleared.
  var objectMark: Int
}

/// Registers, frames and the loop that runs bytecode.
///
/// Registers live in one stack of trivial words reserved at the start and never moved. A register
/// that holds an object owns a reference to it, wherever in the stack it is. A callee's registers lie
/// over its caller's free temporaries, where objects may have stayed behind; so entering a function
/// initialises nothing but the locals that the compiler could not prove to be assigned before they
/// are read, and whoever overwrites a register releases what it held.
final class VirtualMachine {
  static let maximumRegisters = 1 << 22
  static let maximumFrames = 100_000
  static let maximumNativeDepth = 200

  let registers: UnsafeMutablePointer<Register>
  private let registerBytes: Int
  let frames: UnsafeMutablePointer<Frame>
  /// How often a register took a reference to an object.
  var objectCount = 0
  /// The running frame; `frames` itself, which is never a frame, when nothing runs.
  var frame: UnsafeMutablePointer<Frame>
  var nativeDepth = 0
  /// How many registers from the bottom are top-level variables.
  var globalCount = 0
  // The interpreter owns the machine, so that it lives longer; counting references would cost
  // every call of a builtin.
  unowned(unsafe) let host: Interpreter

  init(host: Interpreter) {
    self.host = host
    registerBytes = VirtualMachine.maximumRegisters * MemoryLayout<Register>.stride
    registers = VirtualMachine.reserve(registerBytes).assumingMemoryBound(to: Register.self)
    let frameBytes = VirtualMachine.maximumFrames * MemoryLayout<Frame>.stride
    frames = VirtualMachine.reserve(frameBytes).assumingMemoryBound(to: Frame.self)
    frame = frames
  }

  /// The first register that no frame uses.
  var top: UnsafeMutablePointer<Register> {
    guard frame > frames else { return registers + host.globals.count }
    return frame.pointee.base + Int(frame.pointee.registerCount)
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
    clear(registers, count: globalCount)
    munmap(registers, registerBytes)
    munmap(frames, VirtualMachine.maximumFrames * MemoryLayout<Frame>.stride)
  }

  // MARK: - Entering

  /// Runs the code of a cell, whose lowest registers are the top-level variables.
  func runCell(_ function: Function, globalCount: Int) throws(Diagnostic) {
    let target = function.target
    let address = UnsafeRawPointer(Unmanaged.passUnretained(function).toOpaque())
    guard let target = target?.pointee else { return }
    frame = frames + 1
    frame.pointee = Frame(
      resume: target.instructions, base: registers, constants: target.constants,
      function: address, registerCount: Int32(target.registerCount), destination: 0,
      objectMark: -1)
    defer {
      clear(registers + globalCount, count: target.registerCount - globalCount)
      frame = frames
    }
    try withExtendedLifetime(function) { () throws(Diagnostic) in
      try execute(from: frames)
    }
  }

  /// Calls a function from Swift, during a builtin or from the shell.
  func call(_ function: Function, _ arguments: [Value]) throws(Diagnostic) -> Value {
    if let builtin = function.builtin {
      return try callBuiltin(builtin, positional: arguments)
    }
    return try call(function, completing: arguments)
  }

  /// Calls a function with arguments in the order of its parameters, `nil` for those left out.
  func call(_ function: Function, completing arguments: [Value?]) throws(Diagnostic) -> Value {
    if let builtin = function.builtin { return try callBuiltin(builtin, arguments) }
    guard let target = function.target?.pointee, let code = function.code else { return .none }
    guard nativeDepth < VirtualMachine.maximumNativeDepth else {
      throw Diagnostic(
        .limit,
        "functions that call each other through builtins nest deeper than "
          + "\(VirtualMachine.maximumNativeDepth) levels", .tooDeepRecursion)
    }
    let window = top
    guard window + arguments.count + 1 < registers + VirtualMachine.maximumRegisters else {
      throw VirtualMachine.recursionError
    }
    for (index, argument) in arguments.enumerated() {
      window[index + 1] = argument.map { Register($0) } ?? .undefined
    }
    let caller = frame
    nativeDepth += 1
    defer {
      nativeDepth -= 1
      clear(window, count: arguments.count + 1)
    }
    try completeArguments(code, window, given: arguments.count, keywords: [])
    try pushFrame(function, target, base: window + 1, destination: -1, resume: target.instructions)
    try withExtendedLifetime(function) { () throws(Diagnostic) in
      try execute(from: caller)
    }
    return window[0].take()
  }

  func pushFrame(
    _ function: Function, _ target: CallTarget, base: UnsafeMutablePointer<Register>,
    destination: Int, resume: UnsafeMutablePointer<Instruction>
  ) throws(Diagnostic) {
    let limit = registers + VirtualMachine.maximumRegisters - target.registerCount - 1
    guard frame < frames + VirtualMachine.maximumFrames - 1, base < limit else {
      throw VirtualMachine.recursionError
    }
    for index in target.parameterCount..<(target.parameterCount + target.clearedCount) {
      base[index].release()
      base[index] = .undefined
    }
    frame += 1
    frame.pointee = Frame(
      resume: resume, base: base, constants: target.constants,
      function: UnsafeRawPointer(Unmanaged.passUnretained(function).toOpaque()),
      registerCount: Int32(target.registerCount), destination: Int32(destination),
      objectMark: -1)
  }

  static var recursionError: Diagnostic {
    Diagnostic(
      .limit, "calls nest deeper than \(maximumFrames) levels",
      notes: ["does the function stop calling itself?"], .tooDeepRecursion,
      facts: ["limit": "\(maximumFrames)"])
  }

  // MARK: - Registers

  /// Releases the objects that registers hold.
  @inline(__always)
  func clear(_ first: UnsafeMutablePointer<Register>, count: Int) {
    var register = first
    let end = first + count
    while register < end {
      if register.pointee.isObject {
        register.pointee.release()
        register.pointee = .undefined
      }
      register += 1
    }
  }

  /// Stores a number where an object may have stayed behind.
  @inline(__always)
  func setNumber(_ register: UnsafeMutablePointer<Register>, _ number: Double) {
    let old = register.pointee
    register.pointee = Register(number)
    old.release()
  }

  @inline(__always)
  func set(_ register: UnsafeMutablePointer<Register>, _ value: Value) {
    let old = register.pointee
    register.pointee = Register(value)
    objectCount &+= 1
    old.release()
  }
}
