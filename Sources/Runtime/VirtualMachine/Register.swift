internal import Tensors

/// A register of the virtual machine: a value in eight trivial bytes.
///
/// A double is stored as itself. Everything else lives above the NaN that arithmetic yields, where
/// no double that a program can make is found: the upper 16 bits are the tag, the lower 48 the
/// payload. One unsigned comparison tells numbers from the rest, and objects from immediate values.
/// Objects are retained by hand: a register that holds one owns a reference to it. Nothing outside
/// the virtual machine sees a register; everybody else works with `Value`.
struct Register {
  var bits: UInt64

  @inline(__always) private static var payloadMask: UInt64 { 0x0000_FFFF_FFFF_FFFF }
  @inline(__always) private static var tagMask: UInt64 { 0xFFFF_0000_0000_0000 }

  /// The upper 16 bits of each kind of boxed value.
  enum Tag {
    @inline(__always) static var immediate: UInt64 { 0xFFF9_0000_0000_0000 }
    @inline(__always) static var string: UInt64 { 0xFFFA_0000_0000_0000 }
    @inline(__always) static var tensor: UInt64 { 0xFFFB_0000_0000_0000 }
    @inline(__always) static var list: UInt64 { 0xFFFC_0000_0000_0000 }
    @inline(__always) static var record: UInt64 { 0xFFFD_0000_0000_0000 }
    @inline(__always) static var function: UInt64 { 0xFFFE_0000_0000_0000 }
    @inline(__always) static var object: UInt64 { 0xFFFF_0000_0000_0000 }
  }

  /// No value yet.
  @inline(__always) static var undefined: Register { Register(bits: Tag.immediate) }
  @inline(__always) static var none: Register { Register(bits: Tag.immediate | 1) }
  @inline(__always) static var `false`: Register { Register(bits: Tag.immediate | 2) }
  @inline(__always) static var `true`: Register { Register(bits: Tag.immediate | 3) }

  @inline(__always)
  init(bits: UInt64) { self.bits = bits }

  /// A number that arithmetic on registers made.
  @inline(__always)
  init(_ number: Double) { bits = number.bitPattern }

  /// A number from outside, whose NaN may carry any payload.
  @inline(__always)
  init(foreign number: Double) {
    bits = number == number ? number.bitPattern : Double.nan.bitPattern
  }

  @inline(__always)
  init(_ bool: Bool) { bits = Tag.immediate | (bool ? 3 : 2) }

  @inline(__always) var isNumber: Bool { bits < Tag.immediate }
  @inline(__always) var number: Double { Double(bitPattern: bits) }
  @inline(__always) var isUndefined: Bool { bits == Register.undefined.bits }
  @inline(__always) var isObject: Bool { bits >= Tag.string }
  @inline(__always) var tag: UInt64 { bits & Register.tagMask }
  @inline(__always) var address: UnsafeRawPointer {
    UnsafeRawPointer(bitPattern: UInt(bits & Register.payloadMask)).unsafelyUnwrapped
  }

  @inline(__always)
  func retain() {
    if isObject { retainObject() }
  }

  @inline(never)
  private func retainObject() { _ = Unmanaged<AnyObject>.fromOpaque(address).retain() }

  @inline(__always)
  func release() {
    if isObject { releaseObject() }
  }

  @inline(never)
  private func releaseObject() { Unmanaged<AnyObject>.fromOpaque(address).release() }
}

// MARK: - Conversion to and from values

extension Register {
  private static func box(_ object: AnyObject, _ tag: UInt64) -> Register {
    let address = UInt(bitPattern: Unmanaged.passRetained(object).toOpaque())
    return Register(bits: tag | UInt64(address))
  }

  /// A register that owns a reference to the value's object.
  init(_ value: Value) {
    switch value {
    case .none: self = .none
    case .bool(let value): self.init(value)
    case .number(let value): self.init(foreign: value)
    case .string(let box): self = Register.box(box, Tag.string)
    case .tensor(let tensor): self = Register.box(tensor.storageObject, Tag.tensor)
    case .list(let box): self = Register.box(box, Tag.list)
    case .record(let box): self = Register.box(box, Tag.record)
    case .function(let function): self = Register.box(function, Tag.function)
    case .object(let box): self = Register.box(box, Tag.object)
    }
  }

  /// The value, `none` when undefined; the register keeps its own reference.
  var value: Value {
    if isNumber { return .number(number) }
    guard isObject else { return immediateValue }
    _ = Unmanaged<AnyObject>.fromOpaque(address).retain()
    return ownedObject
  }

  /// The value, whose reference moves out of the register.
  mutating func take() -> Value {
    let old = self
    self = .undefined
    if old.isNumber { return .number(old.number) }
    return old.isObject ? old.ownedObject : old.immediateValue
  }

  private var immediateValue: Value {
    switch bits {
    case Register.true.bits: .bool(true)
    case Register.false.bits: .bool(false)
    default: .none
    }
  }

  /// The object as a value that takes over the register's reference.
  private var ownedObject: Value {
    switch tag {
    case Tag.string: .string(owned())
    case Tag.tensor: .tensor(Tensor(takingStorageAt: address))
    case Tag.list: .list(owned())
    case Tag.record: .record(owned())
    case Tag.function: .function(owned())
    default: .object(owned())
    }
  }

  @inline(__always)
  private func owned<Box: AnyObject>() -> Box {
    Unmanaged<Box>.fromOpaque(address).takeRetainedValue()
  }
}
