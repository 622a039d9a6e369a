internal import CVectorMath
internal import Glibc

/// Elementary functions over rows of numbers, several at a time.
///
/// They come from a library that is opened when the first tensor needs one: glibc's libmvec, which
/// was the quickest of those tried on x86-64 (an exponential takes 0.8 ns with AVX-512, 1.0 with
/// AVX2, 1.6 with SSE2), else SLEEF, else the C library's scalar functions. The widest vectors that
/// the processor has are used. Results lie within 4 units in the last place of the exact ones, and
/// infinities, NaN, zeros of both signs and subnormal numbers are treated as by the C library. An
/// element's result depends on nothing but the element: neither on its place, nor on the length of
/// the row. It may differ in the last place from that of the same function on a single number, and
/// from that of another machine.
struct VectorMath: @unchecked Sendable {
  /// A function that takes vectors of `width` numbers.
  struct Kernel {
    let function: vector_math_function
    let width: Int
  }

  /// A function as libraries name it.
  struct Function {
    /// The C library's name of it for doubles.
    let name: String
    let isBinary: Bool
    /// Whether it takes floats, of which a vector holds twice as many as of doubles.
    let isSingle: Bool
  }

  /// Where a library keeps its functions.
  struct Source {
    let file: String
    /// The doubles of a vector.
    let width: Int
    /// The name of a function; `nil` where the C library's is better.
    let symbol: (Function) -> String?
  }

  /// The name of the library and its vectors, for reports; `nil` when there is none.
  let name: String?
  private let unary: [Kernel?]
  private let singleUnary: [Kernel?]
  private let power: Kernel?

  /// The functions of this machine, found at first use.
  static let shared = VectorMath(VectorMath.sources)

  /// No library: every function is the C library's.
  static let scalar = VectorMath([])

  /// Takes the functions of the first source that can be opened.
  init(_ sources: [Source]) {
    for source in sources {
      guard let library = dlopen(source.file, RTLD_NOW | RTLD_LOCAL) else { continue }
      func kernel(_ name: String, isBinary: Bool = false, isSingle: Bool = false) -> Kernel? {
        let function = Function(name: name, isBinary: isBinary, isSingle: isSingle)
        return source.symbol(function).flatMap { dlsym(library, $0) }.map {
          Kernel(
            function: unsafeBitCast($0, to: vector_math_function.self),
            width: isSingle ? 2 * source.width : source.width)
        }
      }
      guard kernel("exp") != nil else { continue }
      name = "\(source.file), \(source.width) at a time"
      unary = UnaryOperation.allCases.map { $0.libraryName.flatMap { kernel($0) } }
      singleUnary = UnaryOperation.allCases.map {
        $0.libraryName.flatMap { kernel($0, isSingle: true) }
      }
      power = kernel("pow", isBinary: true)
      return
    }
    name = nil
    unary = UnaryOperation.allCases.map { _ in nil }
    singleUnary = unary
    power = nil
  }

  /// The libraries to try on this machine, best first.
  static var sources: [Source] {
    widths.map { width in
      Source(file: "libmvec.so.1", width: width) {
        "_ZGV\(mangling(width))N\($0.isSingle ? 2 * width : width)"
          + "\($0.isBinary ? "vv" : "v")_\($0.name)\($0.isSingle ? "f" : "")"
      }
    }
      + widths.map { width in
        Source(file: "libsleef.so.3", width: width) {
          inexactAtTheEnds.contains($0.name)
            ? nil
            : "Sleef_\($0.name)\($0.isSingle ? "f\(2 * width)" : "d\(width)")"
              + "_u10\(instructions(width))"
        }
      }
  }

  /// SLEEF's functions (3.5.1) that overflow before their result does, or lose subnormal numbers.
  private static let inexactAtTheEnds: Set = ["log1p", "tan", "sinh", "cosh", "pow"]

  #if arch(x86_64)
  /// How many doubles the processor's vectors hold, widest first.
  private static var widths: [Int] {
    (vector_math_has_avx512() != 0 ? [8] : []) + (vector_math_has_avx2() != 0 ? [4] : []) + [2]
  }
  private static func mangling(_ width: Int) -> String { width == 8 ? "e" : width == 4 ? "d" : "b" }
  private static func instructions(_ width: Int) -> String {
    width == 8 ? "avx512f" : width == 4 ? "avx2" : "sse2"
  }
  #else
  private static let widths = [2]
  private static func mangling(_ width: Int) -> String { "n" }
  private static func instructions(_ width: Int) -> String { "advsimd" }
  #endif

  /// Applies an operation that has a name in the C library to `count` numbers, perhaps in place.
  func apply(
    _ operation: UnaryOperation, _ x: UnsafePointer<Double>, into y: UnsafeMutablePointer<Double>,
    count: Int
  ) {
    guard let kernel = unary[operation.index] else {
      for i in 0..<count { y[i] = transcendental(operation, x[i]) }
      return
    }
    switch kernel.width {
    #if arch(x86_64)
    case 8: vector_math_map_8(kernel.function, x, y, count)
    case 4: vector_math_map_4(kernel.function, x, y, count)
    #endif
    default: vector_math_map_2(kernel.function, x, y, count)
    }
  }

  /// Applies an operation that has a name in the C library to `count` floats, perhaps in place.
  func apply(
    _ operation: UnaryOperation, _ x: UnsafePointer<Float>, into y: UnsafeMutablePointer<Float>,
    count: Int
  ) {
    guard let kernel = singleUnary[operation.index] else {
      for i in 0..<count { y[i] = Float(transcendental(operation, Double(x[i]))) }
      return
    }
    switch kernel.width {
    #if arch(x86_64)
    case 16: vector_math_map_float_16(kernel.function, x, y, count)
    case 8: vector_math_map_float_8(kernel.function, x, y, count)
    #endif
    default: vector_math_map_float_4(kernel.function, x, y, count)
    }
  }

  /// Raises numbers to powers; steps are 0 (one number for the row) or 1.
  ///
  /// A square is a product.
  func power(
    _ x: UnsafePointer<Double>, _ xStep: Int, _ e: UnsafePointer<Double>, _ eStep: Int,
    into y: UnsafeMutablePointer<Double>, count: Int
  ) {
    if count > 0, eStep == 0, e[0] == 2 {
      return computeBlock(.multiply, x, xStep, x, xStep, into: y, count: count)
    }
    guard let power else {
      for i in 0..<count { y[i] = Tensors.apply(.power, x[i * xStep], e[i * eStep]) }
      return
    }
    withUnsafeTemporaryAllocation(of: Double.self, capacity: 2 * VectorMath.chunk) { scratch in
      guard let bases = scratch.baseAddress else { return }
      let exponents = bases + VectorMath.chunk
      for start in stride(from: 0, to: count, by: VectorMath.chunk) {
        let length = min(VectorMath.chunk, count - start)
        for i in 0..<length {
          bases[i] = x[(start + i) * xStep]
          exponents[i] = e[(start + i) * eStep]
        }
        combine(power, bases, exponents, into: y + start, count: length)
        for i in 0..<length where exponents[i] == 2 { y[start + i] = bases[i] * bases[i] }
      }
    }
  }

  private func combine(
    _ kernel: Kernel, _ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>,
    into y: UnsafeMutablePointer<Double>, count: Int
  ) {
    switch kernel.width {
    #if arch(x86_64)
    case 8: vector_math_combine_8(kernel.function, a, b, y, count)
    case 4: vector_math_combine_4(kernel.function, a, b, y, count)
    #endif
    default: vector_math_combine_2(kernel.function, a, b, y, count)
    }
  }

  /// Numbers that composed functions work on at a time.
  static let chunk = 128
}

extension UnaryOperation {
  /// The position in `allCases`.
  var index: Int { Int(rawValue) }

  /// The C library's name of the function, for operations that are one.
  var libraryName: String? {
    switch self {
    case .exp: "exp"
    case .expm1: "expm1"
    case .log: "log"
    case .log1p: "log1p"
    case .log2: "log2"
    case .log10: "log10"
    case .sin: "sin"
    case .cos: "cos"
    case .tan: "tan"
    case .asin: "asin"
    case .acos: "acos"
    case .atan: "atan"
    case .sinh: "sinh"
    case .cosh: "cosh"
    case .tanh: "tanh"
    default: nil
    }
  }
}
